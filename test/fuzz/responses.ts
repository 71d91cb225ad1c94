/** One response as it came over the wire, one character a byte. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** Whether the whole body has arrived. */
  readonly complete: boolean;
}

export class NotHttpError extends Error {}

/**
 * The responses on a connection, without those that only say to go on (1xx). Which request each belongs to is not known, so
 * a response is taken for one to `HEAD` if another one follows its head at once, or nothing does.
 * @throws NotHttpError
 */
export function parseResponses(text: string): RawResponse[] {
  const responses: RawResponse[] = [];
  for (let at = 0; at < text.length;) {
    const headEnd = text.indexOf('\r\n\r\n', at);
    const head = text.slice(at, headEnd < 0 ? undefined : headEnd);
    const [statusLine = '', ...lines] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1]);
    if (headEnd < 0) {
      responses.push({ status, headers: new Map(), body: '', complete: false });
      break;
    }
    if (Number.isNaN(status)) throw new NotHttpError(`no status line: ${JSON.stringify(head.slice(0, 100))}`);
    const headers = new Map(lines.map(headerOf));
    const start = headEnd + 4;
    const { body, end, complete } = bodyAt(text, start, headers);
    if (status >= 200) responses.push({ status, headers, body, complete });
    at = status < 200 ? start : end;
  }
  return responses;
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw new NotHttpError(`no header line: ${JSON.stringify(line.slice(0, 100))}`);
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

interface Body {
  readonly body: string;
  readonly end: number;
  readonly complete: boolean;
}

function bodyAt(text: string, start: number, headers: ReadonlyMap<string, string>): Body {
  if (start === text.length || text.startsWith('HTTP/1.1 ', start)) return { body: '', end: start, complete: true };
  if (headers.get('transfer-encoding') === 'chunked') return chunksAt(text, start);
  const length = Number(headers.get('content-length') ?? text.length - start);
  const body = text.slice(start, start + length);
  return { body, end: start + length, complete: body.length === length };
}

function chunksAt(text: string, start: number): Body {
  const parts: string[] = [];
  for (let at = start; ;) {
    const lineEnd = text.indexOf('\r\n', at);
    const size = parseInt(text.slice(at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (lineEnd < 0 || Number.isNaN(size) || next > text.length)
      return { body: parts.join(''), end: text.length, complete: false };
    if (size === 0) return { body: parts.join(''), end: next, complete: true };
    parts.push(text.slice(lineEnd + 2, next - 2));
    at = next;
  }
}
