import { outcomeOf } from '../redis/redis-failure.js';
import { type RedisService } from '../redis/redis.service.js';
import { ControlStream } from './control-stream.js';
import { Generations, KEPT } from './generations.js';
import { KnownRevocations } from './known-revocations.js';
import { Listeners } from './listeners.js';
import { keyOf, NAME_MAX, type Revocable, type RevocationTarget } from './revocation.js';
import { RevocationRecords } from './revocation-records.js';
import { RevocationsUnavailableError } from './revocations.errors.js';
import { type RevocationListener, type Revocations } from './revocations.interface.js';

/**
 * Revocations that all instances share. They are told over the control stream, which the tail of the log reads, and can
 * all be read at any time: so nothing depends on how long the stream is. After a failover an instance brings back what it
 * knows and the new primary does not.
 */
export class RedisRevocations implements Revocations {
  /** What the tail of the log has to read beside the events. */
  readonly control: ControlStream;
  private readonly listeners = new Listeners();
  // More than the store keeps, so that it is the store which forgets.
  private readonly generations: Generations;
  private readonly known: KnownRevocations;
  private readonly records: RevocationRecords;
  private restoring: Promise<void> | undefined;
  private isRestored = false;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'tail' | 'keys'>,
    kept = KEPT,
  ) {
    this.generations = new Generations(2 * kept);
    this.known = new KnownRevocations(this.generations, (revocation) => this.listeners.tell(revocation));
    this.records = new RevocationRecords(redis.commands.client, redis.keys, kept);
    const tailRecords = new RevocationRecords(redis.tail.client, redis.keys, kept);
    this.control = new ControlStream(redis.keys.control, this.known, () => this.check(tailRecords));
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

  /**
   * Resolves once the server on the other end has all that this instance knows to be revoked; undefined if it does.
   * Nothing is redeemed before. Errors are Redis' own.
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
    await this.ask(() => this.restored());
    const asked = this.known.newest;
    const number = await this.ask(() => this.redis.commands.timed('revoke', this.records.revoke(key)));
    // Others may have revoked before, or the store lost its counters; should they not be read now, the tail brings them.
    if (number <= asked || !this.known.hear(number, key)) await this.check(this.records).catch(() => undefined);
    return number;
  }

  /** Compares what is known with what the store has, and brings back what it has lost. */
  private async check(records: RevocationRecords): Promise<void> {
    const asked = this.known.newest;
    const lost = this.known.compare(await records.read(), asked);
    if (lost) await records.restore(lost);
  }

  private async ask<Answer>(question: () => Promise<Answer> | undefined): Promise<Answer> {
    try {
      return (await question()) as Answer;
    } catch (error) {
      throw new RevocationsUnavailableError(outcomeOf(error), { cause: error });
    }
  }
}
