const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const DAY = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' });

/** The time of day of an RFC 3339 time, in the time zone of the browser. */
export function clockOf(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : CLOCK.format(at);
}

/** As `clockOf`, with the day before it if that is not today. */
export function dayAndClockOf(time: string, now: number): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  return at.toDateString() === new Date(now).toDateString()
    ? CLOCK.format(at)
    : `${DAY.format(at)} ${CLOCK.format(at)}`;
}
