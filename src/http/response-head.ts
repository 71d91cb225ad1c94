import { type RequestContext } from './request-context.js';

/** Headers as names and values by turns, the form that node writes fastest. */
export type RawHeaders = readonly string[];

/** The headers that were left in the context and these, whose names are others, for `writeHead`. */
export function headWith({ headersLeft = [] }: RequestContext, headers: RawHeaders): string[] {
  return [...headersLeft, ...headers];
}

/** The headers that were left in the context, by name: for heads whose own headers may replace some of them. */
export function leftByName({ headersLeft = [] }: RequestContext): Record<string, string> {
  const byName: Record<string, string> = {};
  for (let index = 0; index < headersLeft.length; index += 2) byName[headersLeft[index]!] = headersLeft[index + 1]!;
  return byName;
}
