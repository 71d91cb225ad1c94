/**
 * The limit of the method: a server that does nothing but deliver. It follows a Redis stream with one blocking read and writes
 * one shared Buffer per batch to all sockets, without guards, filters, resumes or heartbeats.
 */
import { createServer } from 'node:http';
import { type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { listen } from './listen.js';

const KEY = process.env.STREAM_KEY ?? 'bench';
const sockets = new Set<Socket>();

const server = createServer((_request, response) => {
  const { socket } = response;
  if (!socket) return;
  response.removeHeader('Transfer-Encoding');
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', Connection: 'close' });
  response.flushHeaders();
  socket.setNoDelay(true);
  socket.write('retry: 3000\n\n');
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

async function tail(): Promise<never> {
  const redis = new Redis(process.env.REDIS_URL ?? '');
  let last = '0';
  for (;;) {
    const reply = await redis.xread('COUNT', 1000, 'BLOCK', 1000, 'STREAMS', KEY, last);
    const entries = reply?.[0]?.[1];
    if (!entries) continue;
    let text = '';
    for (const [id, fields] of entries) text += `id: ${id}\ndata: ${fields[1]}\n\n`;
    last = entries.at(-1)?.[0] ?? last;
    const batch = Buffer.from(text, 'latin1');
    for (const socket of sockets) socket.write(batch);
  }
}

void tail();
listen(server);
