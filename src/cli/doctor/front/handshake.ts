import { once } from 'node:events';
import { connect } from 'node:tls';

const TIMEOUT_MS = 5_000;

/** What a TLS connection agreed on. */
export interface Handshake {
  /** By ALPN: `h2` for HTTP/2. */
  readonly protocol: string;
  /** When the certificate expires. */
  readonly expires: Date;
}

/** Makes one TLS connection, as a browser does. The certificate was checked before, by a request. @throws Error */
export async function shakeHands({ hostname, port }: URL): Promise<Handshake> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = connect({ host, port: Number(port || 443), ...name, ALPNProtocols: ['h2', 'http/1.1'] });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const expires = new Date(socket.getPeerCertificate().valid_to);
    return { protocol: socket.alpnProtocol || 'http/1.1', expires };
  } finally {
    socket.destroy();
  }
}
