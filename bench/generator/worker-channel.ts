import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Call {
  id: number;
  method: string;
  argument: unknown;
}

interface Reply {
  id: number;
  value?: unknown;
  error?: string;
}

interface Pending {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/** The calls of a worker: one argument and one result each, both structured-cloneable. */
export type Handlers = Record<string, (argument: never) => unknown>;

type Argument<H extends Handlers, M extends keyof H> = Parameters<H[M]>[0];
type Answer<H extends Handlers, M extends keyof H> = Awaited<ReturnType<H[M]>>;

/** A generator process and the calls to it. `H` is the type of the handlers it serves. */
export class Worker<H extends Handlers> {
  private readonly pending = new Map<number, Pending>();
  private readonly child: ChildProcess;
  private nextId = 1;

  /**
   * Starts `file` (relative to this folder), through the command `wrapper` if there is one. It ends with this process at
   * the latest.
   */
  constructor(file: string, wrapper: readonly string[] = []) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const [execPath = process.execPath, ...execArgv] = [...wrapper, process.execPath, '--import', 'tsx'];
    this.child = fork(path, [], { serialization: 'advanced', execPath, execArgv });
    this.child.on('message', (reply: Reply) => this.settle(reply));
    this.child.on('exit', (code, signal) => this.fail(new Error(`${file} ended: ${signal ?? code}`)));
  }

  get pid(): number {
    return this.child.pid as number;
  }

  call<M extends keyof H & string>(method: M, argument: Argument<H, M>): Promise<Answer<H, M>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.child.send({ id, method, argument } satisfies Call);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }

  private settle({ id, value, error }: Reply): void {
    const call = this.pending.get(id);
    this.pending.delete(id);
    if (error === undefined) call?.resolve(value as never);
    else call?.reject(new Error(error));
  }

  private fail(error: Error): void {
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}

/** The other end: answers calls with `handlers` until the parent is gone. */
export function serve(handlers: Handlers): void {
  process.on('message', (call: Call) => void answer(handlers, call));
  process.on('disconnect', () => process.exit());
  process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; the parent decides what ends when
}

async function answer(handlers: Handlers, { id, method, argument }: Call): Promise<void> {
  const reply: Reply = { id };
  try {
    reply.value = await handlers[method]?.(argument as never);
  } catch (error) {
    reply.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  process.send?.(reply);
}
