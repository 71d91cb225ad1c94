import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { repositoryFile } from '../../cluster/repository.js';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { openFilesLimit } from '../measure/machine.js';
import { type Contender, directoryFor, type Launch, type StreamChoice } from './contender.js';
import { fillIn } from './fill-in.js';
import { installPackage } from './install-package.js';
import { acceptsConnections } from './readiness.js';
import { noteSettings } from '../publish/settings-log.js';

/** The module as Debian's package libnginx-mod-nchan installs it. */
const MODULE = '/usr/lib/nginx/modules/ngx_nchan_module.so';
/** One, since every other contender is one process too. */
const WORKERS = 1;

/** nchan: an nginx module in C that delivers events to streams. */
export class Nchan implements Contender {
  readonly name = 'nchan';
  readonly kind = 'peer';
  readonly startRate = 200;
  private process?: ManagedProcess;
  private config = '';
  private port = 0;

  constructor(private readonly launch: Launch) {}

  async start(): Promise<void> {
    if (!existsSync(MODULE)) installPackage('libnginx-mod-nchan');
    noteSettings(this.launch, this.name, { workers: WORKERS, ...directives() });
    await onAPort(undefined, async (port) => {
      const runDir = directoryFor(this.launch, 'nchan');
      this.config = join(runDir, 'nginx.conf');
      this.port = port;
      writeFileSync(
        this.config,
        fillIn(template(), { MODULE, WORKERS, OPEN_FILES: openFilesLimit(), RUN_DIR: runDir, PORT: port }),
      );
      await this.restartServer();
    });
  }

  async killServer(): Promise<void> {
    await this.process?.kill();
  }

  async restartServer(): Promise<void> {
    const { config, port } = this;
    const args = ['-c', config, '-e', 'stderr'];
    const started = await ManagedProcess.start({ name: 'nchan', runDir: dirname(config), command: 'nginx', args });
    await started.until(() => acceptsConnections(port), `nchan to listen on ${port}`);
    this.process = started;
  }

  async stop(): Promise<void> {
    await this.process?.stop('SIGTERM', 3_000);
    this.process = undefined;
  }

  processes(): Processes {
    return { server: this.process ? [this.process.pid] : [] };
  }

  stream({ lane = 0, lanes = 1 }: StreamChoice = {}): StreamSpec {
    return { ...this.request('/stream'), lane, lanes };
  }

  sink(): SinkSpec {
    return { kind: 'http-each', request: this.request('/events') };
  }

  private request(path: string): RequestSpec {
    return { host: '127.0.0.1', port: this.port, path, headers: {} };
  }
}

/** Returns the directives of nchan in its configuration. */
function directives(): Record<string, string> {
  return Object.fromEntries(
    [...template().matchAll(/^ *(nchan_\w+) ?(.*);$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

function template(): string {
  return readFileSync(repositoryFile('bench/contenders/nchan.conf.template'), 'utf8');
}
