/** The start of the run is kept in the environment, so that the processes of suites count from the same time. */
process.env.BENCH_STARTED_AT ??= String(Date.now());
const startedAt = Number(process.env.BENCH_STARTED_AT);

/** Prints on standard error what the run does now, with the time since its start. Standard output has only the tables. */
export function progress(text: string): void {
  const seconds = Math.floor((Date.now() - startedAt) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  process.stderr.write(`[${clock}] ${text}\n`);
}
