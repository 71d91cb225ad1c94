import { type Socket } from 'node:net';

const gathering = new WeakSet<Socket>();

/** What is written to `socket` until the end of this turn of the event loop is sent with one system call. */
export function gather(socket: Socket): void {
  if (gathering.has(socket)) return;
  gathering.add(socket);
  socket.cork();
  setImmediate(() => {
    gathering.delete(socket);
    socket.uncork();
  });
}
