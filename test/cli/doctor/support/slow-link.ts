import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** A way to 127.0.0.1:`port` that holds everything back for `delayMs`, both ways. Returns its port, and how to close it. */
export async function slowLink(port: number, delayMs: number): Promise<{ port: number; close: () => void }> {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('data', (bytes) => void setTimeout(() => to.writable && to.write(bytes), delayMs));
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
