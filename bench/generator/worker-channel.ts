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

/** The functions of a worker by name. Each has one argument and one result, which must be structured-cloneable. */
export type Handlers = Record<string, (argument: never) => unknown>;

type Argument<H extends Handlers, M extends keyof H> = Parameters<H[M]>[0];
type Answer<H extends Handlers, M extends keyof H> = Awaited<ReturnType<H[M]>>;

/** A process of the generator and the calls to it. `H` is the type of its handlers. */
export class Worker<H extends Handlers> {
  private readonly pending = new Map<number, Pending>();
  private readonly child: ChildProcess;
  private nextId = 1;

  /**
   * Starts the script `file` (relative to this folder), with the command `wrapper` before it if there is one. The process ends
   * when this one ends.
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

/** Runs in the worker: executes calls with `handlers` until the parent has ended. */
export function serve(handlers: Handlers): void {
  process.on('message', (call: Call) => void execute(handlers, call));
  process.on('disconnect', () => process.exit());
  process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole process group; the parent ends its workers
}

async function execute(handlers: Handlers, { id, method, argument }: Call): Promise<void> {
  const reply: Reply = { id };
  try {
    reply.value = await handlers[method]?.(argument as never);
  } catch (error) {
    reply.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  process.send?.(reply);
}
