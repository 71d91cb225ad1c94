import { RedisServer } from '../../cluster/redis-server.js';
import { type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { type Contender, directoryFor, type Launch, type StreamChoice } from './contender.js';
import { NodeServer } from './node-server.js';
import { noteSettings } from '../publish/settings-log.js';

const KEY = 'bench';

/** The server in servers/bare-loop.ts with a Redis of its own. The generator appends events to the Redis stream directly. */
export class BareLoop implements Contender {
  readonly name = 'bare loop';
  readonly kind = 'limit';
  readonly startRate = 1_000;
  private redis?: RedisServer;
  private server?: NodeServer;

  constructor(private readonly launch: Launch) {}

  async start(): Promise<void> {
    noteSettings(this.launch, this.name, { instances: 1, redis: true });
    this.redis = await RedisServer.start({ dir: directoryFor(this.launch, 'redis') });
    this.server = await NodeServer.start({
      name: 'bare-loop',
      runDir: directoryFor(this.launch, 'bare-loop'),
      script: 'bench/contenders/servers/bare-loop.ts',
      env: { REDIS_URL: this.redis.adminUrl, STREAM_KEY: KEY },
      launch: this.launch,
    });
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.redis?.kill();
    this.server = undefined;
    this.redis = undefined;
  }

  processes(): Processes {
    const { server, redis } = this.running;
    return { server: [server.pid], redis: [redis.pid] };
  }

  stream({ lane = 0, lanes = 1 }: StreamChoice = {}): StreamSpec {
    const { host, port } = this.running.server;
    return { host, port, path: '/stream', headers: {}, lane, lanes };
  }

  sink(): SinkSpec {
    return { kind: 'redis-stream', url: this.running.redis.adminUrl, key: KEY };
  }

  async collectGarbage(): Promise<number> {
    return (await this.running.server.look()).heapBytes;
  }

  private get running(): { server: NodeServer; redis: RedisServer } {
    if (!this.server || !this.redis) throw new Error('The bare loop was not started.');
    return { server: this.server, redis: this.redis };
  }
}
