/** The most bytes of a token or a problem. Another server at the address may send any number. */
const MAX_BYTES = 65_536;

/** Reads the body as JSON. Returns undefined if it is no JSON or too long, or if the connection breaks; never throws. */
export async function jsonBody({ body }: Response, maxBytes = MAX_BYTES): Promise<unknown> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let bytes = 0; bytes <= maxBytes;) {
      const read = await reader?.read();
      if (read?.value === undefined) return JSON.parse(text + decoder.decode());
      bytes += read.value.length;
      text += decoder.decode(read.value, { stream: true });
    }
    await reader?.cancel();
  } catch {
    // What was read is of no use.
  }
  return undefined;
}
