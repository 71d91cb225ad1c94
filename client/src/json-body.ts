import { Interruption } from './interruption.js';

/** The most bytes of a token or a problem. Another server at the address may send any number. */
const MAX_BYTES = 65_536;

/**
 * Reads the body as JSON. Returns undefined if it is no JSON or too long.
 * @throws Interruption if the connection breaks
 */
export async function jsonBody({ body }: Response, maxBytes = MAX_BYTES): Promise<unknown> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; bytes <= maxBytes;) {
    const read = await reader?.read().catch((cause: unknown) => {
      throw new Interruption('cut', undefined, { cause });
    });
    if (read?.value === undefined) return parsed(text + decoder.decode());
    bytes += read.value.length;
    text += decoder.decode(read.value, { stream: true });
  }
  await reader?.cancel().catch(() => undefined);
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
