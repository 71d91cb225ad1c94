import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RedisServer } from '../../cluster/redis-server.js';
import { type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { directoryFor, type Launch, type StreamChoice } from './contender.js';
import { type GoCommand, GoContender } from './go-contender.js';

export const CENTRIFUGO_SOURCE = 'github.com/centrifugal/centrifugo/v6@v6.9.1';
const CHANNEL = 'bench:events';

/** What the nodes of a cluster share. */
export interface SharedByNodes {
  redis: RedisServer;
  key: string;
}
/** The namespace with history, as its documentation sets it up. */
export const CHANNEL_OPTIONS = {
  history_size: 10_000,
  history_ttl: '300s',
  force_recovery: true,
  allow_subscribe_for_anonymous: true,
  allow_subscribe_for_client: true,
};

/** Centrifugo: a server in Go, whose streams of Server-Sent Events get one channel with its newest 10,000 events as history. */
export class Centrifugo extends GoContender {
  readonly name: string;
  protected readonly program = { name: 'centrifugo', source: CENTRIFUGO_SOURCE };
  protected readonly streamPath = `/connection/uni_sse?cf_connect=${encodeURIComponent(`{"subs":{"${CHANNEL}":{}}}`)}`;
  /** centrifuge-js waits between this and twice as long. */
  readonly reconnectMs = 500;
  private readonly key: string;
  private redis?: RedisServer;

  /**
   * @param withRedis whether several nodes could share its channels; else they are in memory
   * @param shared the Redis that it uses, if it is not its own
   */
  constructor(
    launch: Launch,
    private readonly withRedis: boolean,
    private readonly shared?: SharedByNodes,
  ) {
    super(launch);
    this.key = shared?.key ?? randomBytes(32).toString('hex');
    this.name = withRedis ? 'Centrifugo, Redis' : 'Centrifugo, in memory';
  }

  override async start(): Promise<void> {
    if (this.shared) this.redis = this.shared.redis;
    else if (this.withRedis) this.redis = await RedisServer.start({ dir: directoryFor(this.launch, 'redis') });
    await super.start();
  }

  override async stop(): Promise<void> {
    await super.stop();
    if (!this.shared) await this.redis?.kill();
    this.redis = undefined;
  }

  override processes(): Processes {
    return { ...super.processes(), redis: this.redis ? [this.redis.pid] : [] };
  }

  override stream(choice: StreamChoice = {}): StreamSpec {
    return { ...super.stream(choice), recovery: 'centrifugo' };
  }

  sink(): SinkSpec {
    const wrap = { before: `{"publish":{"channel":"${CHANNEL}","data":`, after: '}}', list: 'commands' };
    return { kind: 'http', request: this.request('/api/batch', { 'X-API-Key': this.key }), events: 'complete', wrap };
  }

  protected describe(): Record<string, unknown> {
    return { engine: this.withRedis ? 'redis' : 'memory', ...CHANNEL_OPTIONS };
  }

  protected command(port: number, runDir: string): GoCommand {
    const file = join(runDir, 'config.json');
    writeFileSync(file, JSON.stringify(this.config(port)));
    return { args: ['--config', file] };
  }

  /** As its documentation sets it up: a namespace with history from which clients recover. */
  private config(port: number): object {
    const engine = this.redis ? { type: 'redis', redis: { address: this.redis.adminUrl } } : { type: 'memory' };
    return {
      engine,
      http_server: { address: '127.0.0.1', port: String(port) },
      http_api: { key: this.key },
      uni_sse: { enabled: true },
      client: { allow_anonymous_connect_without_token: true },
      channel: { namespaces: [{ name: 'bench', ...CHANNEL_OPTIONS }] },
    };
  }
}
