import { CONTAINER_BYTES, SLOT_BYTES } from './body-limits.js';

const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
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
  while (at < json.length && json[at] !== QUOTE) at += json[at] === ESCAPE ? 2 : 1;
  return at;
}
