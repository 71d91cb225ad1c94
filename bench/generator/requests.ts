/** A request without a body, as plain data that can be sent to the processes of the generator. */
export interface RequestSpec {
  host: string;
  port: number;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
}

/** A request for a stream, and which of the published events it must get. */
export interface StreamSpec extends RequestSpec {
  /** It gets the events whose sequence number leaves this remainder… */
  lane: number;
  /** …when divided by this; 1: every event. */
  lanes: number;
  /** How it resumes; by the last id if absent. */
  recovery?: 'centrifugo';
}

/** Returns the bytes of a request. `extra` are further header lines. */
export function renderRequest(method: string, request: RequestSpec, extra: Record<string, string> = {}): string {
  const lines = Object.entries({ Host: `${request.host}:${request.port}`, ...request.headers, ...extra });
  return `${method} ${request.path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/** Returns the bytes of a request with a body, which is JSON if no other type is given. */
export function renderPost(request: RequestSpec, body: Buffer, type = 'application/json'): Buffer {
  const head = renderRequest('POST', request, {
    'Content-Type': type,
    'Content-Length': String(body.length),
  });
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** Returns a request with `token=…` added to its query. */
export function withToken<R extends RequestSpec>(request: R, token: string): R {
  return { ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}token=${token}` };
}
