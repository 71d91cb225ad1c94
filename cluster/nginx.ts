import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from './certificate.js';
import { freePort } from './free-port.js';
import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repositoryFile } from './repository.js';

const run = promisify(execFile);

/** How nginx is started. */
export interface NginxOptions {
  upstreams: readonly { host: string; port: number }[];
  runDir: string;
  /** The port to listen on; a free one if absent. */
  port?: number;
  /** Whether to serve TLS with HTTP/2, with a generated certificate. */
  tls?: boolean;
  /** Further variables of nginx/render.sh, such as NGINX_STREAMS_PER_ADDRESS. Limits that are not set here have their defaults. */
  env?: Readonly<Record<string, string>>;
}

/** Limits that one address cannot reach, for measurements in which one generator sends the requests of many clients. */
export const WIDE_LIMITS = {
  NGINX_STREAMS_PER_ADDRESS: '60000',
  NGINX_REQUESTS_AT_ONCE: '60000',
  NGINX_REQUESTS_PER_SECOND: '1000000',
  NGINX_PUBLISHES_PER_SECOND: '1000000',
  NGINX_REQUESTS_BURST: '1000000',
};

/** nginx on 127.0.0.1, with the configuration in nginx/. */
export class Nginx {
  private constructor(
    private options: NginxOptions,
    readonly port: number,
    private readonly process: ManagedProcess,
    /** The certificate to trust; undefined without TLS. */
    readonly caFile: string | undefined,
  ) {}

  /** Starts nginx and waits until its workers run. Throws with its last output if it does not start. */
  static async start(given: NginxOptions): Promise<Nginx> {
    const { runDir, tls } = given;
    const caFile = tls ? await makeCertificate(runDir) : undefined;
    return onAPort(given.port, async (port) => {
      const health = { NGINX_HEALTH_LISTEN: `127.0.0.1:${await freePort()}` };
      const options = { ...given, env: { ...health, ...given.env } };
      const child = await ManagedProcess.start({
        name: 'nginx',
        runDir,
        command: 'sh',
        args: [repositoryFile('nginx/start.sh')],
        env: environment(options, port),
      });
      await child.ready(
        () => /start worker process \d+/.test(child.output()) || undefined,
        'nginx to start its workers',
      );
      return new Nginx(options, port, child, caFile);
    });
  }

  /** `http://127.0.0.1:<port>` or `https://…`, without a slash at the end. */
  get baseUrl(): string {
    return `${this.caFile ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** Where it says how many connections it has, whatever the instances do. */
  get statusUrl(): string {
    return `http://${this.options.env!.NGINX_HEALTH_LISTEN}/status`;
  }

  get pid(): number {
    return this.process.pid;
  }

  get running(): boolean {
    return this.process.running;
  }

  get accessLog(): string {
    return accessLog(this.options.runDir);
  }

  get errorLog(): string {
    return this.process.logFile;
  }

  /** The access log and the error log. */
  get logFiles(): string[] {
    return [this.accessLog, this.errorLog];
  }

  /** Renders the configuration again, with other upstreams if given, and waits until the old workers accept no more connections. */
  async reload(upstreams = this.options.upstreams): Promise<void> {
    this.options = { ...this.options, upstreams };
    await run('sh', [repositoryFile('nginx/render.sh')], {
      env: { PATH: process.env.PATH, ...environment(this.options, this.port) },
    });
    const old = this.workers('start worker process (\\d+)');
    process.kill(this.process.pid, 'SIGHUP');
    const replaced = () => {
      const leaving = this.workers('(\\d+)#\\d+: gracefully shutting down');
      return old.every((worker) => leaving.includes(worker)) || undefined;
    };
    await this.process.until(replaced, 'nginx to replace its workers');
  }

  /** Sends SIGTERM, which ends nginx and all open streams at once. */
  async stop(): Promise<void> {
    await this.process.stop();
  }

  /** SIGSTOP, workers included: it takes connections and answers none. */
  freeze(): void {
    this.process.freeze();
  }

  thaw(): void {
    this.process.thaw();
  }

  /** Kills it and its workers with SIGKILL. */
  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** Returns the process ids in those lines of its log that match `pattern`. */
  private workers(pattern: string): string[] {
    return [...this.process.output().matchAll(new RegExp(pattern, 'g'))].map(([, pid]) => pid!);
  }
}

function environment({ upstreams, runDir, tls, env }: NginxOptions, port: number): Record<string, string> {
  return {
    ...env,
    NGINX_UPSTREAMS: upstreams.map(({ host, port }) => `${host}:${port}`).join(' '),
    NGINX_RUN_DIR: runDir,
    NGINX_LISTEN: `127.0.0.1:${port}`,
    NGINX_ACCESS_LOG: accessLog(runDir),
    ...(process.getuid?.() === 0 ? { NGINX_USER: 'root' } : {}), // only its owner can enter the run directory
    ...(tls ? { NGINX_TLS_DIR: runDir } : {}),
  };
}

function accessLog(runDir: string): string {
  return join(runDir, 'nginx-access.log');
}
