import { type Writable } from 'node:stream';

const bySocket = new WeakMap<Writable, GatheredWrites>();

/**
 * Sends what is written to a socket of Redis with few system calls. What is written in one turn of the event loop goes together.
 * While replies are awaited it waits for the next of them: Redis would not run it before those either. After a reply it goes with
 * what the reply leads to.
 */
export class GatheredWrites {
  private awaited = 0;
  private corked = false;
  private scheduled = false;

  private constructor(private readonly socket: Writable) {}

  /** The only one of this socket. */
  static of(socket: Writable): GatheredWrites {
    let writes = bySocket.get(socket);
    if (!writes) bySocket.set(socket, (writes = new GatheredWrites(socket)));
    return writes;
  }

  /** To be called before a command is written. */
  begin(): void {
    if (!this.corked) {
      this.corked = true;
      this.socket.cork();
    }
    if (this.awaited++ === 0) this.schedule();
  }

  /** To be called when the reply to a command is there, or is not awaited any more. */
  settled(): void {
    this.awaited--;
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (!this.corked) return;
      this.corked = false;
      this.socket.uncork();
    });
  }
}
