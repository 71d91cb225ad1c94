const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** The time of day of an RFC 3339 time, in the time zone of the browser. */
export function clockOf(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : CLOCK.format(at);
}

/** As `clockOf`, with the day and the time zone. */
export function fullTimeOf(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : FULL.format(at);
}
