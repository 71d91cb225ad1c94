import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from './certificate.js';
import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repositoryFile } from './repository.js';

const run = promisify(execFile);

export interface NginxOptions {
  upstreams: readonly { host: string; port: number }[];
  runDir: string;
  /** A free one unless given. */
  port?: number;
  /** TLS with HTTP/2 and a certificate made for it. */
  tls?: boolean;
  /** Further variables of nginx/render.sh, such as NGINX_STREAMS_PER_ADDRESS. Its limits are those that users have unless set here. */
  env?: Readonly<Record<string, string>>;
}

/** No limits by address: for measuring the instances with one generator that acts for many clients. */
export const WIDE_LIMITS = {
  NGINX_STREAMS_PER_ADDRESS: '60000',
  NGINX_REQUESTS_AT_ONCE: '60000',
  NGINX_REQUESTS_PER_SECOND: '1000000',
  NGINX_PUBLISHES_PER_SECOND: '1000000',
  NGINX_REQUESTS_BURST: '1000000',
};

/** nginx on 127.0.0.1 with the configuration of nginx/. */
export class Nginx {
  private constructor(
    private options: NginxOptions,
    readonly port: number,
    private readonly process: ManagedProcess,
    /** The certificate to trust; undefined without TLS. */
    readonly caFile: string | undefined,
  ) {}

  /** Starts it and waits until its workers run. Throws with its last output when it does not start. */
  static async start(options: NginxOptions): Promise<Nginx> {
    const { runDir, tls } = options;
    const caFile = tls ? await makeCertificate(runDir) : undefined;
    return onAPort(options.port, async (port) => {
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

  get pid(): number {
    return this.process.pid;
  }

  get accessLog(): string {
    return accessLog(this.options.runDir);
  }

  get errorLog(): string {
    return this.process.logFile;
  }

  /** Both, for a scan of the logs. */
  get logFiles(): string[] {
    return [this.accessLog, this.errorLog];
  }

  /** Renders the configuration anew, with other upstreams if given, and waits until the old workers take no more clients. */
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

  /** SIGTERM: at once, open streams included. */
  async stop(): Promise<void> {
    await this.process.stop();
  }

  /** kill -9, workers included. */
  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** The pids of which its log says `what`. */
  private workers(what: string): string[] {
    return [...this.process.output().matchAll(new RegExp(what, 'g'))].map(([, pid]) => pid!);
  }
}

function environment({ upstreams, runDir, tls, env }: NginxOptions, port: number): Record<string, string> {
  return {
    ...env,
    NGINX_UPSTREAMS: upstreams.map(({ host, port }) => `${host}:${port}`).join(' '),
    NGINX_RUN_DIR: runDir,
    NGINX_LISTEN: `127.0.0.1:${port}`,
    NGINX_ACCESS_LOG: accessLog(runDir),
    ...(process.getuid?.() === 0 ? { NGINX_USER: 'root' } : {}), // the run directory is for its owner alone
    ...(tls ? { NGINX_TLS_DIR: runDir } : {}),
  };
}

function accessLog(runDir: string): string {
  return join(runDir, 'nginx-access.log');
}
