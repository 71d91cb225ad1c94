import { connect } from 'node:net';

/** True when something on 127.0.0.1 takes connections on `port`, else undefined. */
export async function takesConnections(port: number): Promise<true | undefined> {
  const socket = connect({ host: '127.0.0.1', port, timeout: 500 });
  const taken = await new Promise<true | undefined>((resolve) => {
    socket.on('connect', () => resolve(true));
    socket.on('timeout', () => resolve(undefined));
    socket.on('error', () => resolve(undefined));
  });
  socket.destroy();
  return taken;
}

/** True when `GET path` at `port` of 127.0.0.1 answers 2xx, else undefined. */
export async function answersOk(port: number, path: string): Promise<true | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok || undefined;
  } catch {
    return undefined;
  }
}
