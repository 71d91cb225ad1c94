import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type Conversation } from './arbitraries/conversations.js';

/** What came back. */
export interface Answer {
  /** One character a byte. */
  readonly text: string;
  readonly endedByServer: boolean;
}

/** The last request on each connection: its answer ends it. */
const LAST = 'GET /health/live HTTP/1.1\r\nHost: fuzz\r\nConnection: close\r\n\r\n';
/** Where it is not clear what a server should wait for, nothing more is expected after so long. */
const IDLE_MS = 250;
/** Where it is clear, an answer that takes longer is none, however busy the machine is. */
const ANSWER_MS = 60_000;
const PIECES = 8;
const STREAM_HEAD = /HTTP\/1\.1 200 OK\r\n(?:(?!\r\n\r\n|Content-Length)[^])*text\/event-stream/;
/** More than a stream's head. */
const HEAD_LENGTH = 4_096;
/** In turn, so that ports do not run out. */
const SOURCES = Array.from({ length: 16 }, (_, index) => `127.0.0.${index + 2}`);
let connections = 0;

/** Holds one conversation with the server at `port` of 127.0.0.1; `fill` puts real values for its placeholders. */
export async function send(conversation: Conversation, port: number, fill: (text: string) => string): Promise<Answer> {
  const { requests, manner, share } = conversation;
  const bytes = Buffer.from(fill(requests.map(({ text }) => text).join('') + LAST), 'latin1');
  const localAddress = SOURCES[connections++ % SOURCES.length];
  const socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true });
  const answer = collect(socket, requests.every(({ sound }) => sound) ? ANSWER_MS : IDLE_MS);
  if (manner === 'resets') {
    socket.write(bytes.subarray(0, bytes.length * share), () => socket.resetAndDestroy());
  } else if (manner === 'dribbles') {
    await dribble(socket, bytes);
  } else if (manner === 'half-closes') {
    socket.end(bytes);
  } else {
    socket.write(bytes);
  }
  return answer;
}

async function dribble(socket: Socket, bytes: Buffer): Promise<void> {
  const step = Math.ceil(bytes.length / PIECES);
  for (let at = 0; at < bytes.length && !socket.destroyed; at += step) {
    socket.write(bytes.subarray(at, at + step));
    await setImmediate();
  }
}

/** Everything until the server closes, a stream begins, or nothing comes for `idleMs`. */
function collect(socket: Socket, idleMs: number): Promise<Answer> {
  const chunks: string[] = [];
  let tail = '';
  let endedByServer = false;
  return new Promise((resolve) => {
    socket.setEncoding('latin1').setTimeout(idleMs, () => socket.destroy());
    socket.on('data', (chunk: string) => {
      chunks.push(chunk);
      if (STREAM_HEAD.test(tail + chunk)) socket.destroy();
      tail = chunk.slice(-HEAD_LENGTH);
    });
    socket.on('end', () => (endedByServer = true));
    // A reset is one way of ending a connection on which more was sent than was wanted.
    socket.on('error', () => (endedByServer = true));
    socket.on('close', () => resolve({ text: chunks.join(''), endedByServer }));
  });
}
