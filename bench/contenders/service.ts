import { join } from 'node:path';
import { RedisServer } from '../../cluster/redis-server.js';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { type ProbeReport } from '../measure/probe.js';
import { type Contender, directoryFor, type Launch, type StreamChoice } from './contender.js';
import { NodeServer } from './node-server.js';
import { SERVICE_SETTINGS, ServiceRequests } from './service-requests.js';
import { noteSettings } from '../publish/settings-log.js';

/** A drain takes at most 15 s unless a setting says otherwise. */
const DRAIN_MS = 20_000;

export interface ServiceOptions {
  name: string;
  /** How many instances; 1 if absent. More than one need Redis. */
  instances?: number;
  /** Whether to start a Redis for it; else it keeps everything in memory. */
  redis: boolean;
  /** Override `SERVICE_SETTINGS`. */
  settings?: Record<string, string>;
  /** The script to run instead of `main.js`. It finds the build in `BENCH_BUILD`. */
  script?: string;
}

/** This service: instances without a proxy. */
export class Service implements Contender {
  readonly name: string;
  readonly kind = 'ours';
  readonly startRate = 1_000;
  redis?: RedisServer;
  protected instances: NodeServer[] = [];
  protected readonly launch: Launch;

  constructor(
    private readonly options: ServiceOptions,
    launch: Launch,
  ) {
    this.name = options.name;
    this.launch = launch;
  }

  /** How many instances run. */
  get count(): number {
    return this.instances.length;
  }

  async start(): Promise<void> {
    noteSettings(this.launch, this.name, this.describe());
    if (this.options.redis) this.redis = await RedisServer.start({ dir: directoryFor(this.launch, 'redis') });
    for (let index = 0; index < (this.options.instances ?? 1); index++) this.instances.push(await this.startOne(index));
  }

  async stop(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.stop(this.launch.profileDir ? 15_000 : 1_000)));
    await this.redis?.kill();
    this.instances = [];
    this.redis = undefined;
  }

  processes(): Processes {
    const server = this.instances.map(({ pid }) => pid);
    return this.redis ? { server, redis: [this.redis.pid] } : { server };
  }

  stream(choice: StreamChoice = {}): StreamSpec {
    return this.at(choice.instance).stream(choice);
  }

  sink(instance?: number): SinkSpec {
    return this.at(instance).sink();
  }

  tokens(instance?: number): RequestSpec {
    return this.at(instance).tokens();
  }

  sessions(instance?: number): RequestSpec {
    return this.at(instance).sessions();
  }

  /** Returns a request to the first instance, with `credential` or without one. */
  request(path: string, credential?: string): RequestSpec {
    return this.at().any(path, credential);
  }

  async collectGarbage(): Promise<number> {
    const looked = await Promise.all(this.instances.map((instance) => instance.look()));
    return looked.reduce((sum, { heapBytes }) => sum + heapBytes, 0);
  }

  /** Returns figures of the heap and the event loop of instance `index`. */
  look(index = 0): Promise<ProbeReport> {
    return this.instance(index).look();
  }

  /** Kills instance `index` with SIGKILL. */
  kill(index: number): Promise<void> {
    return this.instance(index).kill();
  }

  /** Stops instance `index`, which drains, and starts it again on its port. Returns once it is ready. */
  async restart(index: number): Promise<void> {
    const { port } = this.instance(index);
    await this.instance(index).stop(DRAIN_MS);
    this.instances[index] = await this.startOne(index, port);
  }

  /** Returns how it is set up, without credentials. */
  protected describe(): Record<string, unknown> {
    const { instances = 1, redis, script } = this.options;
    const all = Object.entries({ ...SERVICE_SETTINGS, ...this.options.settings });
    const settings = Object.fromEntries(all.filter(([name]) => !/TOKEN$|HASH|SECRET|PRINCIPALS/.test(name)));
    return { instances, redis, ...(script && { script }), settings };
  }

  killServer(): Promise<void> {
    return this.kill(0);
  }

  async restartServer(): Promise<void> {
    this.instances[0] = await this.startOne(0, this.instance(0).port);
  }

  protected at(index = 0): ServiceRequests {
    return new ServiceRequests(this.instance(index).port);
  }

  private instance(index: number): NodeServer {
    const instance = this.instances[index];
    if (!instance) throw new Error(`${this.name} has no instance ${index}, or was not started.`);
    return instance;
  }

  private startOne(index: number, port?: number): Promise<NodeServer> {
    const store: Record<string, string> = this.redis ? { REDIS_URL: this.redis.url } : { VX11_STORE: 'memory' };
    const forScript: Record<string, string> = this.options.script ? { BENCH_BUILD: this.launch.build } : {};
    return NodeServer.start({
      name: `instance-${index}`,
      port,
      runDir: directoryFor(this.launch, 'instance'),
      script: this.options.script ?? join(this.launch.build, 'main.js'),
      readyPath: '/health/traffic',
      env: { ...SERVICE_SETTINGS, ...store, ...this.options.settings, ...forScript },
      launch: this.launch,
    });
  }
}
