import { type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';

/** Statuses for the errors of node's parser; 400 for all others. */
const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** A connection of node's server, which keeps the response under way there. */
type ServedSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * Ends connections whose request cannot be read, with node's own responses but for one: a head that does not arrive in time gets no
 * response. It may be late because this process is overloaded. A proxy then asks another instance, and an EventSource comes
 * back, while after a 408 it would stay closed.
 */
export function endUnreadableRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: ServedSocket) => {
    const { code = '' } = error;
    const response = socket._httpMessage;
    const headIsLate = code === 'ERR_HTTP_REQUEST_TIMEOUT' && !response;
    if (!headIsLate && socket.writable && !response?.headersSent) {
      socket.write(`HTTP/1.1 ${STATUS[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
    }
    socket.destroy(error);
  });
}
