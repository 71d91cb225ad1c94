import { connect } from 'node:net';

const HEAD = /^HTTP\/1\.1 (\d{3}) ([^]*?\r\n)\r\n/;

/** In place of a status: the service opened no stream, and asked to come later. Such a response tells its length. */
const LATER = 0;

/** Returns how many racers got a stream, and how many got what a race may give. Whom a busy service asks to come later may have won. */
export function resultOf(statuses: readonly number[]): { won: number; sound: number } {
  const count = (wanted: number) => statuses.filter((status) => status === wanted).length;
  const [opened, refused, later] = [count(200), count(403), count(LATER)];
  return { won: opened || Math.min(later, 1), sound: opened + refused + later };
}

/**
 * Asks for each of `urls` at the same time, each over a connection of its own, and resolves with the statuses in their
 * order. No connection ends before all have their status. It reads nothing but heads: thousands race in a second.
 * @param addressOf the local address of each racer; limits by address count them apart
 */
export async function race(urls: readonly string[], addressOf?: (racer: number) => string): Promise<number[]> {
  const racers = urls.map((url, racer) => open(new URL(url), addressOf?.(racer)));
  try {
    return await Promise.all(racers.map(({ status }) => status));
  } finally {
    for (const { socket } of racers) socket.destroy();
  }
}

function open({ hostname, port, host, pathname, search }: URL, localAddress?: string) {
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  const status = new Promise<number>((resolve, reject) => {
    let heard = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      const [, code, fields = ''] = HEAD.exec(heard) ?? [];
      if (code !== undefined) resolve(code === '200' && /^content-length:/im.test(fields) ? LATER : Number(code));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`closed after ${JSON.stringify(heard.slice(0, 100))}`)));
  });
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  return { socket, status };
}
