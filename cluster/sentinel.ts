import { eventually } from './eventually.js';
import { onAPort } from './on-a-port.js';
import { generatePasswords } from './redis-settings.js';
import { RedisServer } from './redis-server.js';
import { createRunDirectory } from './run-directory.js';
import { SentinelProcess } from './sentinel-process.js';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const MASTER = 'vx11';

export interface SentinelTopologyOptions {
  readonly extraArgs?: readonly string[];
  /** How long the primary may not answer before the sentinels fail over, ms; 1,000 if absent. More where nothing is to fail over. */
  readonly downAfterMs?: number;
}

/** A primary, a replica and three sentinels on 127.0.0.1. They fail over about two seconds after the primary has ended. */
export class SentinelTopology {
  /** The name under which clients ask the sentinels for the primary. */
  readonly name = MASTER;

  private constructor(
    /** The server that was the primary at the start. `currentPrimary` returns the one that is it now. */
    readonly primary: RedisServer,
    readonly replica: RedisServer,
    readonly sentinels: readonly SentinelProcess[],
  ) {}

  /** Starts all five and waits until the replica follows the primary, and the sentinels know the replica and each other. */
  static async start(options: SentinelTopologyOptions = {}): Promise<SentinelTopology> {
    const dir = createRunDirectory('sentinel');
    const passwords = generatePasswords();
    const server = (name: string) => {
      mkdirSync(join(dir, name));
      return RedisServer.start({ name, dir: join(dir, name), passwords, extraArgs: options.extraArgs });
    };
    const primary = await server('primary');
    const replica = await server('replica');
    await replica.cli('REPLICAOF', '127.0.0.1', String(primary.port));
    const shared = {
      dir,
      masterName: MASTER,
      primaryPort: primary.port,
      password: passwords.sentinel,
      downAfterMs: options.downAfterMs,
    };
    const sentinel = (n: number) =>
      onAPort(undefined, (port) => SentinelProcess.start({ ...shared, name: `sentinel-${n}-${port}`, port }));
    const topology = new SentinelTopology(primary, replica, await Promise.all([1, 2, 3].map(sentinel)));
    await topology.settled();
    return topology;
  }

  /** The ports of the servers and sentinels. */
  get ports(): { primary: number; replica: number; sentinels: number[] } {
    const sentinels = this.sentinels.map(({ port }) => port);
    return { primary: this.primary.port, replica: this.replica.port, sentinels };
  }

  /** The settings with which an instance uses this Redis. */
  get env() {
    return {
      REDIS_URL: this.primary.url,
      REDIS_SENTINELS: this.ports.sentinels.map((port) => `127.0.0.1:${port}`).join(','),
      REDIS_SENTINEL_NAME: MASTER,
      REDIS_SENTINEL_PASSWORD: this.primary.passwords.sentinel,
    };
  }

  /** Returns the port of the server that is the primary according to the sentinels. */
  async primaryPort(): Promise<number> {
    const [, port] = (await this.sentinels[0]!.cli('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER)).split('\n');
    return Number(port);
  }

  async currentPrimary(): Promise<RedisServer> {
    return (await this.primaryPort()) === this.primary.port ? this.primary : this.replica;
  }

  /** Promotes the replica, even if the primary works, and waits until all sentinels name it and it accepts writes. */
  async failover(): Promise<void> {
    const before = await this.primaryPort();
    await this.sentinels[0]!.cli('SENTINEL', 'FAILOVER', MASTER);
    await this.failedOverFrom(before);
  }

  /** Waits until every sentinel names another primary than the one on `port`, and that one accepts writes. */
  async failedOverFrom(port: number, timeoutMs = 60_000): Promise<void> {
    const promoted = port === this.primary.port ? this.replica : this.primary;
    const promotedEverywhere = async () => {
      const addresses = this.sentinels.map((s) => s.cli('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER));
      if (!(await Promise.all(addresses)).every((address) => address.endsWith(String(promoted.port)))) return undefined;
      return (await promoted.cli('INFO', 'replication')).includes('role:master') || undefined;
    };
    await eventually(promotedEverywhere, { what: `the failover from port ${port}`, timeoutMs, everyMs: 50 });
  }

  /**
   * Makes the replica follow the primary through 127.0.0.1:`port`, where a proxy of the caller listens, and waits until it does.
   * After ten seconds the sentinels connect the replica to the primary directly again, so the proxy must be cut before.
   */
  async replicateThrough(port: number): Promise<void> {
    await this.replica.cli('REPLICAOF', '127.0.0.1', String(port));
    await eventually(() => this.following(`master_port:${port}`), { what: 'the replica to follow through the proxy' });
  }

  async stop(): Promise<void> {
    await Promise.all(this.sentinels.map(({ process }) => process.kill()));
    await Promise.all([this.primary.kill(), this.replica.kill()]);
  }

  private async settled(): Promise<void> {
    await eventually(() => this.following(`master_port:${this.primary.port}`), { what: 'the replica to follow' });
    const allKnown = async () => {
      const known = this.sentinels.map((s) => s.cli('SENTINEL', 'MASTER', MASTER));
      const complete = (text: string) => /num-slaves\n1\n/.test(text) && /num-other-sentinels\n2\n/.test(text);
      return (await Promise.all(known)).every(complete) || undefined;
    };
    await eventually(allKnown, { what: 'the sentinels to know each other and the replica' });
  }

  private async following(upstream: string): Promise<true | undefined> {
    const replication = await this.replica.cli('INFO', 'replication');
    return (replication.includes(upstream) && replication.includes('master_link_status:up')) || undefined;
  }
}
