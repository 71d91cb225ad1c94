import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { repositoryFile } from '../../cluster/repository.js';
import { type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { openFilesLimit } from '../measure/machine.js';
import { Centrifugo, CHANNEL_OPTIONS } from './centrifugo.js';
import { type Contender, directoryFor, type Launch, type StreamChoice } from './contender.js';
import { fillIn } from './fill-in.js';
import { goIsMissing } from './go-program.js';
import { acceptsConnections } from './readiness.js';
import { noteSettings } from '../publish/settings-log.js';

const TEMPLATE = repositoryFile('bench/contenders/centrifugo.nginx.conf.template');

/** What its documented clients do, and its default limit for them. */
const RECOVERY = { clients: 'recover by epoch and offset', recovery_max_publication_limit: 300 };

/** Two nodes of Centrifugo that share a Redis, behind nginx. Requests that name no instance go to nginx. */
export class CentrifugoCluster implements Contender {
  readonly name = 'Centrifugo, 2 behind nginx';
  readonly kind = 'peer';
  readonly startRate = 100;
  private redis?: RedisServer;
  private nodes: Centrifugo[] = [];
  private nginx?: ManagedProcess;
  private port = 0;

  constructor(private readonly launch: Launch) {}

  get reconnectMs(): number {
    return this.node(0).reconnectMs;
  }

  unavailable(): string | undefined {
    return goIsMissing();
  }

  async start(): Promise<void> {
    noteSettings(this.launch, this.name, {
      nodes: 2,
      engine: 'redis',
      nginx: 'round robin',
      ...CHANNEL_OPTIONS,
      ...RECOVERY,
    });
    this.redis = await RedisServer.start({ dir: directoryFor(this.launch, 'redis') });
    const shared = { redis: this.redis, key: randomBytes(32).toString('hex') };
    this.nodes = [0, 1].map(() => new Centrifugo(this.launch, true, shared));
    for (const node of this.nodes) await node.start();
    await onAPort(undefined, (port) => this.startNginx(port));
  }

  async stop(): Promise<void> {
    await this.nginx?.stop('SIGTERM', 3_000);
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.redis?.kill();
  }

  processes(): Processes {
    return {
      server: this.nodes.flatMap((node) => node.processes().server ?? []),
      redis: this.redis ? [this.redis.pid] : [],
      nginx: this.nginx ? [this.nginx.pid] : [],
    };
  }

  stream({ instance, ...choice }: StreamChoice = {}): StreamSpec {
    const spec = this.node(instance ?? 0).stream(choice);
    return instance === undefined ? { ...spec, port: this.port } : spec;
  }

  sink(instance = 0): SinkSpec {
    return this.node(instance).sink();
  }

  killServer(): Promise<void> {
    return this.node(0).killServer();
  }

  private async startNginx(port: number): Promise<void> {
    const runDir = directoryFor(this.launch, 'centrifugo-nginx');
    const config = join(runDir, 'nginx.conf');
    const servers = this.nodes.map((node) => `server 127.0.0.1:${node.port};`).join(' ');
    const values = { OPEN_FILES: openFilesLimit(), RUN_DIR: runDir, SERVERS: servers, PORT: port };
    writeFileSync(config, fillIn(readFileSync(TEMPLATE, 'utf8'), values));
    const args = ['-c', config, '-e', 'stderr'];
    const started = await ManagedProcess.start({ name: 'centrifugo-nginx', runDir, command: 'nginx', args });
    await started.until(() => acceptsConnections(port), `nginx to listen on ${port}`);
    this.nginx = started;
    this.port = port;
  }

  private node(index: number): Centrifugo {
    const node = this.nodes[index];
    if (!node) throw new Error(`${this.name} has no node ${index}, or was not started.`);
    return node;
  }
}
