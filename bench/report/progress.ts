/** In the environment, so that helper processes count from the same moment. */
process.env.BENCH_STARTED_AT ??= String(Date.now());
const startedAt = Number(process.env.BENCH_STARTED_AT);

/** Says on stderr what is going on now, with the minutes since the start: tables alone go to stdout. */
export function progress(text: string): void {
  const seconds = Math.floor((Date.now() - startedAt) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  process.stderr.write(`[${clock}] ${text}\n`);
}
