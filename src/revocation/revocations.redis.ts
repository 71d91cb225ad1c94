import { outcomeOf } from '../redis/redis-failure.js';
import { type RedisService } from '../redis/redis.service.js';
import { ControlStream } from './control-stream.js';
import { Generations, GENERATIONS_KEPT } from './generations.js';
import { KnownRevocations } from './known-revocations.js';
import { Listeners } from './listeners.js';
import { keyOf, NAME_MAX, type Revocable, type RevocationTarget } from './revocation.js';
import { RevocationRecords } from './revocation-records.js';
import { StoredSeats } from './stored-seats.js';
import { Supersessions } from './supersessions.js';
import { RevocationsUnavailableError } from './revocations.errors.js';
import { type RevocationListener, type Revocations } from './revocations.interface.js';

/**
 * Revocations in Redis, which all instances share. Instances learn of each over the control stream, which the tail of the log
 * reads; after a gap in it they read all. After a failover, an instance writes back those that the new primary has lost.
 */
export class RedisRevocations implements Revocations {
  /** The stream that the tail of the log reads beside the events. */
  readonly control: ControlStream;
  private readonly listeners = new Listeners();
  // Has room for more than the store keeps, so that the store decides which are removed.
  private readonly generations: Generations;
  private readonly known: KnownRevocations;
  private readonly records: RevocationRecords;
  private restoring: Promise<void> | undefined;
  private isRestored = false;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'tail' | 'keys'>,
    kept = GENERATIONS_KEPT,
    supersessions = new Supersessions(),
  ) {
    this.generations = new Generations(2 * kept);
    this.known = new KnownRevocations(this.generations, (revocation) => this.listeners.notify(revocation));
    this.records = new RevocationRecords(redis.commands.client, redis.keys, kept);
    const tailRecords = new RevocationRecords(redis.tail.client, redis.keys, kept);
    const seats = new StoredSeats(redis.tail.client, redis.keys, supersessions);
    this.control = new ControlStream(redis.keys.control, this.known, supersessions, {
      last: () => tailRecords.lastControlId(),
      check: async () => {
        await this.check(tailRecords);
        await seats.check();
      },
    });
    const { client } = redis.commands;
    client.on('close', () => {
      this.isRestored = false;
      this.restoring = undefined;
    });
    client.on('ready', () => void this.restored()?.catch(() => undefined));
  }

  get newest(): number {
    return this.known.newest;
  }

  async generation(): Promise<number> {
    const { newest } = this;
    const { client } = this.redis.commands;
    const stored = this.redis.commands.timed('generation', client.hget(this.redis.keys.revocations, 'newest'));
    const number = Number(await stored.catch(() => null));
    return Number.isSafeInteger(number) ? Math.max(newest, number) : newest;
  }

  /**
   * Resolves once Redis has all revocations that this instance knows; returns undefined if it has them already. No token is
   * redeemed before. Rejects with the errors of ioredis.
   */
  restored(): Promise<void> | undefined {
    if (this.isRestored) return undefined;
    if (this.restoring) return this.restoring;
    const restoring: Promise<void> = this.redis.commands.timed('restore', this.check(this.records)).then(
      () => {
        if (this.restoring === restoring) this.isRestored = true;
      },
      (error: unknown) => {
        if (this.restoring === restoring) this.restoring = undefined;
        throw error;
      },
    );
    return (this.restoring = restoring);
  }

  revokePrincipal(principal: string): Promise<number> {
    return this.revoke({ principal });
  }

  revokeStream(stream: string): Promise<number> {
    return this.revoke({ stream });
  }

  follow(listener: RevocationListener): void {
    this.listeners.add(listener);
  }

  revokes(session: Revocable): boolean {
    return this.generations.revokes(session);
  }

  private async revoke(target: RevocationTarget): Promise<number> {
    const key = keyOf(target);
    if (key.length > NAME_MAX) throw new RangeError(`What is revoked has a name of at most ${NAME_MAX} characters.`);
    await this.convertErrors(() => this.restored());
    const newestBefore = this.known.newest;
    const number = await this.convertErrors(() => this.redis.commands.timed('revoke', this.records.revoke(key)));
    // The number does not follow if other instances revoked meanwhile, or the store lost its counters: read all revocations.
    // If that fails, the tail reads them later.
    if (number <= newestBefore || !this.known.apply(number, key)) await this.check(this.records).catch(() => undefined);
    return number;
  }

  /** Reads the revocations in the store, applies them, and writes back those that the store has lost. */
  private async check(records: RevocationRecords): Promise<void> {
    const newestBefore = this.known.newest;
    const lost = this.known.compare(await records.read(), newestBefore);
    if (lost) await records.restore(lost);
  }

  private async convertErrors<Result>(operation: () => Promise<Result> | undefined): Promise<Result> {
    try {
      return (await operation()) as Result;
    } catch (error) {
      throw new RevocationsUnavailableError(outcomeOf(error), { cause: error });
    }
  }
}
