/** Does something and prints how long it took: what the pages say comes from these lines. Returns the seconds. */
export async function seconds(what: string, act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  const took = (performance.now() - began) / 1_000;
  process.stdout.write(`${what}: ${took.toFixed(1)} s\n`);
  return took;
}
