/** What is wrong in a file, and where. */
export interface Fault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** The line, from 1, of an offset into `source`. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line++;
  return line;
}

/** Faults that are named; of more, their number is. */
const NAMED_MAX = 100;

/** Adds their lines to faults at offsets into `source`, in its order: the first hundred, and how many more there are. */
export function locate(source: string, faults: { readonly at: number; readonly message: string }[]): Fault[] {
  const ordered = faults.sort((a, b) => a.at - b.at);
  const named = ordered.slice(0, NAMED_MAX).map(({ at, message }) => ({ line: lineAt(source, at), message }));
  const more = ordered[NAMED_MAX];
  if (more === undefined) return named;
  const message = `and so on: ${ordered.length - NAMED_MAX} more faults`;
  return [...named, { line: lineAt(source, more.at), message }];
}
