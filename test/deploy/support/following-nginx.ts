import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../cluster/eventually.js';
import { searchPath } from '../../../cluster/installed.js';
import { ManagedProcess, type ProcessEnd } from '../../../cluster/managed-process.js';
import { onAPort } from '../../../cluster/on-a-port.js';
import { repositoryFile } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';

const CHANGED = /follow\.sh: the instances are now (.*)/g;

/** A name that stands for the addresses it is given: a `getent` that answers with them, in place of a name server. */
export class Name {
  readonly bin = join(createRunDirectory('name'), 'bin');

  constructor(...addresses: string[]) {
    mkdirSync(this.bin);
    writeFileSync(join(this.bin, 'getent'), `#!/bin/sh\ncat "${this.bin}/addresses"\necho >>"${this.bin}/looks"\n`);
    chmodSync(join(this.bin, 'getent'), 0o755);
    this.standsFor(...addresses);
  }

  standsFor(...addresses: string[]): void {
    writeFileSync(join(this.bin, 'addresses'), addresses.map((one) => `${one} STREAM name\n${one} DGRAM\n`).join(''));
  }

  /** Waits until it was looked up twice more, so once from now on at least. */
  async lookedUp(): Promise<void> {
    const looks = () => statSync(join(this.bin, 'looks')).size;
    const before = looks();
    await eventually(() => looks() >= before + 2 || undefined, { what: 'the name to be looked up' });
  }
}

/** nginx on 127.0.0.1 as nginx/follow.sh runs it, with one worker; it looks at the name every tenth of a second. */
export class FollowingNginx {
  private constructor(
    readonly baseUrl: string,
    private readonly process: ManagedProcess,
  ) {}

  /** `instances` is name:port; without `name` the system looks the name up. `env` is for nginx/follow.sh, which `command` starts. */
  static async start(
    instances: string,
    name?: Name,
    env: Record<string, string> = {},
    command: readonly string[] = ['sh', repositoryFile('nginx/follow.sh')],
  ): Promise<FollowingNginx> {
    const runDir = createRunDirectory('following-nginx');
    return onAPort(undefined, async (port) => {
      const child = await ManagedProcess.start({
        name: 'nginx',
        runDir,
        command: command[0]!,
        args: command.slice(1),
        env: {
          PATH: name ? `${name.bin}:${searchPath}` : searchPath,
          NGINX_INSTANCES: instances,
          NGINX_FOLLOW_SECONDS: '0.1',
          NGINX_RUN_DIR: runDir,
          NGINX_LISTEN: `127.0.0.1:${port}`,
          NGINX_ACCESS_LOG: join(runDir, 'access.log'),
          NGINX_WORKER_PROCESSES: '1',
          NGINX_QUIT_SECONDS: '0',
          ...(process.getuid?.() === 0 ? { NGINX_USER: 'root' } : {}),
          ...env,
        },
      });
      await child.ready(() => /start worker process \d+/.test(child.output()) || undefined, 'nginx to start');
      return new FollowingNginx(`http://127.0.0.1:${port}`, child);
    });
  }

  /** Waits until it has taken its `n`th list after the first; returns that list. */
  async changed(n: number): Promise<string> {
    const lists = () => [...this.process.output().matchAll(CHANGED)].map(([, list]) => list!);
    const taken = () => [...this.process.output().matchAll(/\[notice\] .*: gracefully shutting down/g)].length;
    await this.process.until(() => (lists().length >= n && taken() >= n) || undefined, `list ${n} to be taken`);
    return lists()[n - 1]!;
  }

  /** SIGTERM, as Kubernetes sends it. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<ProcessEnd> {
    return this.process.stop(signal);
  }
}
