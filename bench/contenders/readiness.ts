import { connect } from 'node:net';

/** Returns true if a server accepts connections on `port` of 127.0.0.1, else undefined. */
export async function acceptsConnections(port: number): Promise<true | undefined> {
  const socket = connect({ host: '127.0.0.1', port, timeout: 500 });
  const taken = await new Promise<true | undefined>((resolve) => {
    socket.on('connect', () => resolve(true));
    socket.on('timeout', () => resolve(undefined));
    socket.on('error', () => resolve(undefined));
  });
  socket.destroy();
  return taken;
}

/** Returns true if `GET path` on `port` of 127.0.0.1 responds with 2xx, else undefined. */
export async function respondsOk(port: number, path: string): Promise<true | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok || undefined;
  } catch {
    return undefined;
  }
}
