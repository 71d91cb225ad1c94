import { once } from 'node:events';

interface Reply {
  readonly id?: number;
  readonly type: string;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** Speaks WebDriver BiDi, which browsers of every maker understand. */
export class Bidi {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private sent = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => this.take(JSON.parse(data as string) as Reply));
    socket.addEventListener('close', () => {
      for (const done of this.waiting.values()) done({ type: 'error', error: 'the browser ended' });
    });
  }

  /** Connects to a browser that listens at `ws://127.0.0.1:<port>` and begins a session. */
  static async connect(port: number, capabilities: Record<string, unknown>): Promise<Bidi> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
    await once(socket, 'open');
    const bidi = new Bidi(socket);
    await bidi.send('session.new', { capabilities: { alwaysMatch: capabilities } });
    return bidi;
  }

  async send<T>(method: string, params: Record<string, unknown>): Promise<T> {
    const id = ++this.sent;
    const reply = new Promise<Reply>((resolve) => this.waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    const { type, result, error, message } = await reply;
    if (type === 'error') throw new Error(`${method}: ${error}: ${message}`);
    return result as T;
  }

  close(): void {
    this.socket.close();
  }

  private take(reply: Reply): void {
    if (reply.id === undefined) return;
    this.waiting.get(reply.id)?.(reply);
    this.waiting.delete(reply.id);
  }
}
