import { CONTAINER_BYTES, SLOT_BYTES } from './body-limits.js';

const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
/** How far a text is looked through byte by byte: most are no longer. */
const NEAR = 64;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * What parsing `json` would take, by a look at its brackets and commas: bytes of memory, at most; infinite where it is
 * nested deeper than `maxDepth`. What is not JSON is measured, too.
 */
export function measureJson(json: Uint8Array, maxDepth: number): number {
  let bytes = 0;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json[at]!) {
      case QUOTE:
        at = endOfText(json, at);
        break;
      case COMMA:
        bytes += SLOT_BYTES;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        if (++depth > maxDepth) return Infinity;
        bytes += CONTAINER_BYTES;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth--;
    }
  }
  return bytes;
}

/** Where the text that begins at `start` has its other quote. */
function endOfText(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.length) {
    for (const near = Math.min(json.length, at + NEAR); at < near; at += json[at] === ESCAPE ? 2 : 1) {
      if (json[at] === QUOTE) return at;
    }
    // A long text: its next quote is found natively. One that is escaped costs no more than `NEAR` bytes do.
    const quote = at < json.length ? json.indexOf(QUOTE, at) : -1;
    if (quote === -1) return json.length;
    if (!isEscaped(json, quote, at)) return quote;
    at = quote + 1;
  }
  return at;
}

/** Whether an odd number of backslashes stands before `at`, none before `from`. */
function isEscaped(json: Uint8Array, at: number, from: number): boolean {
  let first = at;
  while (first > from && json[first - 1] === ESCAPE) first--;
  return (at - first) % 2 === 1;
}
