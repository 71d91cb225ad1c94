import { RedisServer } from '../../cluster/redis-server.js';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { type Contender, directoryFor, type Launch, type StreamChoice } from './contender.js';
import { NodeServer } from './node-server.js';
import { noteSettings } from '../publish/settings-log.js';

/** Two processes of servers/pub-sub.ts, which share events through Redis pub/sub. */
export class PubSub implements Contender {
  readonly name = 'bare pub/sub';
  readonly kind = 'peer';
  readonly startRate = 100;
  private redis?: RedisServer;
  private servers: NodeServer[] = [];

  constructor(private readonly launch: Launch) {}

  async start(): Promise<void> {
    noteSettings(this.launch, this.name, { instances: 2, redis: true });
    this.redis = await RedisServer.start({ dir: directoryFor(this.launch, 'redis') });
    for (const name of ['pub-sub-0', 'pub-sub-1']) this.servers.push(await this.startOne(name, this.redis.adminUrl));
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.redis?.kill();
    this.servers = [];
    this.redis = undefined;
  }

  processes(): Processes {
    return { server: this.servers.map(({ pid }) => pid), redis: this.redis ? [this.redis.pid] : [] };
  }

  stream({ lane = 0, lanes = 1, instance = 0 }: StreamChoice = {}): StreamSpec {
    return { ...this.request('/stream', instance), lane, lanes };
  }

  sink(instance = 0): SinkSpec {
    return { kind: 'http', request: this.request('/events', instance), events: 'complete' };
  }

  private request(path: string, instance: number): RequestSpec {
    const server = this.servers[instance];
    if (!server) throw new Error(`${this.name} has no server ${instance}, or was not started.`);
    return { host: server.host, port: server.port, path, headers: {} };
  }

  private startOne(name: string, url: string): Promise<NodeServer> {
    return NodeServer.start({
      name,
      runDir: directoryFor(this.launch, name),
      script: 'bench/contenders/servers/pub-sub.ts',
      env: { REDIS_URL: url },
      launch: this.launch,
    });
  }
}
