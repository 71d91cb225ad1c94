import { execFile } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from './certificate.js';
import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { bareCommand, productionCommand } from './redis-command.js';
import { generatePasswords, type RedisPasswords, type RedisServerOptions } from './redis-settings.js';
import { createRunDirectory } from './run-directory.js';

const run = promisify(execFile);

/** One Redis server on 127.0.0.1. It keeps its port and its data when it is started again. */
export class RedisServer {
  readonly config: 'production' | 'bare';
  readonly passwords: RedisPasswords;
  /** The certificate to trust (for NODE_EXTRA_CA_CERTS); undefined without TLS. */
  readonly caFile: string | undefined;
  private process: ManagedProcess | undefined;

  private constructor(
    private readonly options: RedisServerOptions,
    readonly dir: string,
    readonly port: number,
    caFile: string | undefined,
  ) {
    this.config = options.config ?? 'production';
    this.passwords = options.passwords ?? generatePasswords();
    this.caFile = caFile;
  }

  /** Starts a Redis server and waits until it replies to PING. Throws with its last output if it does not start. */
  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const dir = options.dir ?? createRunDirectory('redis');
    const caFile = options.tls ? await makeCertificate(dir) : undefined;
    return onAPort(options.port, async (port) => {
      const server = new RedisServer(options, dir, port, caFile);
      await server.start();
      return server;
    });
  }

  /** The URL for the service, with its user and password. */
  get url(): string {
    return this.urlOf('vx11', this.passwords.service);
  }

  /** The URL of the user `admin`, which may use every command. */
  get adminUrl(): string {
    return this.urlOf('admin', this.passwords.admin);
  }

  get name(): string {
    return this.options.name ?? 'redis';
  }

  get pid(): number {
    return this.started().pid;
  }

  get running(): boolean {
    return this.process?.running ?? false;
  }

  get logFile(): string {
    return this.started().logFile;
  }

  /** Resolves when it has ended, with how it ended. After another start it is about the new process. */
  get exited(): ManagedProcess['exited'] {
    return this.started().exited;
  }

  /** Starts it again after `stop` or `kill`, on the same port and with its data. */
  async start(): Promise<void> {
    if (this.process?.running) throw new Error(`redis on ${this.port} is running`);
    const { extraArgs = [] } = this.options;
    this.process = await ManagedProcess.start({
      name: this.name,
      runDir: this.dir,
      cwd: this.dir,
      ...(this.config === 'production' ? productionCommand(this, extraArgs) : bareCommand(this.port, extraArgs)),
    });
    const replies = () =>
      this.cli('PING').then(
        (reply) => (reply === 'PONG' ? true : undefined),
        () => undefined,
      );
    await this.process.ready(replies, `redis on ${this.port} to reply to PING`);
  }

  /** Runs redis-cli as `admin` and returns its output without the last newline. Throws on an error reply, or after 5 s. */
  async cli(...args: string[]): Promise<string> {
    const user = this.config === 'production' ? ['--user', 'admin'] : [];
    const tls = this.caFile ? ['--tls', '--cacert', this.caFile] : [];
    const env = {
      PATH: process.env.PATH,
      REDISCLI_AUTH: this.config === 'production' ? this.passwords.admin : undefined,
    };
    const where = ['-h', '127.0.0.1', '-p', String(this.port)];
    const { stdout } = await run('redis-cli', ['-e', ...where, ...user, ...tls, ...args], { env, timeout: 30_000 });
    return stdout.replace(/\n$/, '');
  }

  /** Sends SIGTERM, at which it writes its data to disk and ends. */
  async stop(): Promise<void> {
    await this.process?.stop();
  }

  /** Stops it and starts it again, with other passwords if given. */
  async restart(passwords: Partial<RedisPasswords> = {}): Promise<void> {
    await this.stop();
    Object.assign(this.passwords, passwords);
    await this.start();
  }

  /** Kills it with SIGKILL. */
  async kill(): Promise<void> {
    await this.process?.kill();
  }

  freeze(): void {
    this.started().freeze();
  }

  thaw(): void {
    this.started().thaw();
  }

  /** Deletes its data. It must not be running. */
  wipe(): void {
    if (this.process?.running) throw new Error('stop it before wiping its data');
    rmSync(join(this.dir, 'appendonlydir'), { recursive: true, force: true });
    for (const file of readdirSync(this.dir)) if (file.endsWith('.rdb')) rmSync(join(this.dir, file));
  }

  private started(): ManagedProcess {
    if (!this.process) throw new Error('redis was not started');
    return this.process;
  }

  private urlOf(user: string, password: string): string {
    const scheme = this.caFile ? 'rediss' : 'redis';
    const credentials = this.config === 'production' ? `${user}:${password}@` : '';
    return `${scheme}://${credentials}127.0.0.1:${this.port}`;
  }
}
