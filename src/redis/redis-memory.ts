/** Returns the used part of `maxmemory`, 0 to 1, from a reply of INFO memory; undefined without a limit. */
export function memoryUsedRatio(info: string): number | undefined {
  const [used = 0, max = 0] = ['used_memory', 'maxmemory'].map((name) =>
    Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0),
  );
  return max > 0 ? used / max : undefined;
}
