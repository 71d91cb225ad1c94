import { type InputLine } from './input-line.js';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Splits a byte stream into lines. Holds at most `maxBytes` of a line: a longer one is skipped and reported as `tooLong`,
 * without its bytes.
 */
export async function* splitLines(
  input: AsyncIterable<Buffer>,
  maxBytes: number,
  place: (number: number) => string,
): AsyncGenerator<InputLine, void, undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  const take = (part: Buffer) => {
    length += part.length;
    if (length > maxBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const line = (unfinished: boolean): InputLine => {
    const bytes = withoutCr(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts));
    const tooLong = length > maxBytes;
    parts = [];
    length = 0;
    number += 1;
    return { place: place(number), bytes, tooLong, unfinished };
  };
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      take(chunk.subarray(start, end));
      yield line(false);
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  if (length > 0) yield line(true);
}

function withoutCr(bytes: Buffer): Buffer {
  return bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
}
