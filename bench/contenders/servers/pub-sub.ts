/** A server with the shortest way through Redis: POST → PUBLISH → SUBSCRIBE → all sockets. It has no log, so no stream can resume. */
import { createServer, type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { listen } from './listen.js';

const CHANNEL = 'bench';
const url = process.env.REDIS_URL ?? '';
const sender = new Redis(url);
const receiver = new Redis(url);
const sockets = new Set<Socket>();

const server = createServer((request, response) => {
  if (request.method === 'POST') {
    void publish(request).then((accepted) => response.writeHead(202).end(JSON.stringify({ accepted })));
    return;
  }
  response.removeHeader('Transfer-Encoding');
  response.writeHead(200, { 'Content-Type': 'text/event-stream', Connection: 'close' });
  response.flushHeaders();
  const { socket } = response;
  if (!socket) return;
  socket.setNoDelay(true);
  socket.write('retry: 3000\n\n');
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

async function publish(request: IncomingMessage): Promise<number> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { events } = JSON.parse(Buffer.concat(parts).toString()) as { events: object[] };
  const pipeline = sender.pipeline();
  for (const event of events) pipeline.publish(CHANNEL, JSON.stringify(event));
  await pipeline.exec();
  return events.length;
}

receiver.on('message', (_channel: string, event: string) => {
  const frame = Buffer.from(`data: ${event}\n\n`);
  for (const socket of sockets) socket.write(frame);
});
await receiver.subscribe(CHANNEL);
listen(server);
