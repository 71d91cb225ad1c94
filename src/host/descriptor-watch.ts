import { open } from 'node:fs/promises';
import { type Server } from 'node:net';
import { type Logger } from 'pino';
import { type Counter } from 'prom-client';

const LOOK_MS = 1_000;
/** It is over when so large a share of the connections is open, no more. */
const RELIEF = 0.9;

/**
 * Keeps file descriptors for Redis and the log: connections beyond `connections` are closed at once and counted. Logs
 * once when that begins and once when it is over. node says nothing when the limit of the process or of the machine is
 * reached nevertheless, so it is looked for.
 */
export class DescriptorWatch {
  readonly #timer: NodeJS.Timeout;
  /** Connections closed since it began; undefined while all is well. */
  #dropped: number | undefined;

  constructor(
    private readonly server: Server,
    connections: number,
    private readonly counter: Counter,
    private readonly logger: Logger,
  ) {
    if (Number.isFinite(connections)) server.maxConnections = connections;
    server.on('drop', () => {
      this.#exhausted({ connections });
      this.#dropped = (this.#dropped ?? 0) + 1;
      this.counter.inc();
    });
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref();
    server.on('close', () => clearInterval(this.#timer));
  }

  async #look(): Promise<void> {
    try {
      await (await open('/dev/null')).close();
    } catch (error) {
      return this.#exhausted({ code: (error as NodeJS.ErrnoException).code });
    }
    if (this.#dropped !== undefined && (await this.#relieved())) {
      this.logger.warn({ connections_closed: this.#dropped }, 'there are file descriptors again');
      this.#dropped = undefined;
    }
  }

  #exhausted(why: Readonly<Record<string, unknown>>): void {
    if (this.#dropped !== undefined) return;
    this.#dropped = 0;
    this.logger.error(why, 'out of file descriptors: new connections are closed at once');
  }

  #relieved(): Promise<boolean> {
    const most = (this.server.maxConnections ?? Infinity) * RELIEF;
    return new Promise((resolve) => this.server.getConnections((_error, count) => resolve(count <= most)));
  }
}
