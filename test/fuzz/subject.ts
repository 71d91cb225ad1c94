import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Probe } from '../../bench/measure/probe.js';
import { residentBytesOf } from '../../bench/measure/process-tree.js';
import { Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { type MetricDefinition } from '../../src/metrics/catalogue/metric-definition.js';
import { METRICS } from '../../src/metrics/metrics.catalogue.js';
import { scrape } from '../e2e/support/metrics.js';
import { secretFinder } from '../support/find-secrets.js';
import { type Secrets } from './secrets.js';

export type Store = 'memory' | 'redis';

/** Short, so that the tokens that nobody used are soon gone. */
export const TOKEN_TTL_SECONDS = 5;

/** Small, so that what is kept on purpose is kept before the first look. */
const SETTINGS = {
  EPHEMERAL_TOKEN_TTL_SEC: String(TOKEN_TTL_SECONDS),
  VX11_OPERATOR_RATE_LIMIT: '0',
  VX11_WRONG_CREDENTIALS_LIMIT: '0',
  VX11_UNKNOWN_TOKENS_LIMIT: '0',
  VX11_LOG_MAX_ENTRIES: '2000',
  VX11_RECENT_EVENTS_BYTES: '1048576',
  VX11_TRUSTED_PROXIES: 'loopback',
};

/** Gauges that change by themselves: those of the log, to which requests write, and the offset of the clock. */
const CHANGING: readonly MetricDefinition[] = [
  METRICS.logEntries,
  METRICS.logOldestAge,
  METRICS.redisMemory,
  METRICS.clockOffset,
];
const GAUGES = Object.values<MetricDefinition>(METRICS).filter(
  (one) => one.type === 'gauge' && !CHANGING.includes(one),
);

export interface Footprint {
  /** After garbage was collected. */
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** The instance that is attacked, in a process of its own, from `dist/`. */
export class Subject {
  private alive = true;

  private constructor(
    readonly secrets: Secrets,
    private readonly instance: Instance,
    private readonly probe: Probe,
    private readonly redis: RedisServer | undefined,
  ) {
    void instance.exited.then(() => (this.alive = false));
  }

  static async start(store: Store, secrets: Secrets): Promise<Subject> {
    const runDir = createRunDirectory('fuzz');
    const probe = new Probe(runDir, 'fuzz');
    const redis = store === 'redis' ? await RedisServer.start() : undefined;
    const instance = await Instance.start({
      runDir,
      nodeArgs: probe.nodeArgs,
      env: {
        ...probe.env(false),
        ...SETTINGS,
        ...(redis ? { REDIS_URL: redis.url } : { VX11_STORE: 'memory' }),
        VX11_OPERATOR_TOKEN: secrets.operator,
        VX11_PRINCIPAL_TOKEN: secrets.reader,
      },
    });
    return new Subject(secrets, instance, probe, redis);
  }

  get baseUrl(): string {
    return this.instance.baseUrl;
  }

  get port(): number {
    return this.instance.port;
  }

  get running(): boolean {
    return this.alive;
  }

  private get pid(): number {
    return this.instance.pid;
  }

  async footprint(): Promise<Footprint> {
    const { heapBytes } = await this.probe.ask(this.pid);
    return { heapBytes, residentBytes: residentBytesOf([this.pid]) };
  }

  /** The values of all gauges that do not change by themselves. */
  async gauges(): Promise<Record<string, number>> {
    const samples = (await scrape(this))
      .split('\n')
      .filter((line) => GAUGES.some(({ name }) => line.match(/^\w+/)?.[0] === name));
    return Object.fromEntries(
      samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
    );
  }

  /** Lines of its log in which a credential or token is found, at most three. */
  async leaks(): Promise<string[]> {
    const holdsSecret = secretFinder(this.secrets.all);
    const leaks: string[] = [];
    for await (const line of createInterface(createReadStream(this.instance.logFile, 'utf8')))
      if (holdsSecret(line) && leaks.length < 3) leaks.push(line);
    return leaks;
  }

  /** SIGTERM; returns how it ended. */
  async stop(): Promise<{ code: number | null; seconds: number }> {
    const startedAt = performance.now();
    const { code } = await this.instance.stop();
    const seconds = (performance.now() - startedAt) / 1_000;
    await this.redis?.kill();
    return { code, seconds };
  }
}
