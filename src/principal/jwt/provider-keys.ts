import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { ProviderUnavailableError } from './jwt-errors.js';

/** After so long a provider is asked again for its keys, ms: a key that it withdrew counts no longer than this. */
const REFRESH_MS = 300_000;
/** An unknown key, or a provider that is away, makes it be asked no more often than this, ms. */
const COOLDOWN_MS = 15_000;

export interface ProviderKeysOptions {
  /** @throws if there are none to be had */
  readonly fetch: () => Promise<JSONWebKeySet>;
  /** How long keys count while the provider is away, ms. */
  readonly maxAgeMs: number;
  /** Hears once that it is away, and why, and once that it is back. */
  readonly availability: (reason: string | undefined) => void;
  /** Monotonic ms; for tests. */
  readonly now?: () => number;
}

/** The keys of an identity provider: asked for before they are needed, kept for a bounded time while it is away. */
export class ProviderKeys {
  private current: { readonly find: JWTVerifyGetKey; readonly fetchedAt: number } | undefined;
  private askedAt = -Infinity;
  private away = false;
  private asking: Promise<void> | undefined;
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ProviderKeysOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  /** Asks now, and regularly from now on. */
  start(): void {
    void this.ask();
    this.timer = setInterval(() => void this.refresh(), COOLDOWN_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Age of the keys, seconds; undefined if there are none. */
  get ageSeconds(): number | undefined {
    return this.current && (this.now() - this.current.fetchedAt) / 1_000;
  }

  /**
   * The key that a token was signed with. An unknown one may be new, so the provider is asked once in a while.
   * @throws ProviderUnavailableError; the errors of jose for a token that names no key of the provider
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    await this.refresh();
    try {
      return await this.usable().find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.askOnceInAWhile();
      if (this.away) throw new ProviderUnavailableError('The provider is away, and the key is not among those known.');
      return this.usable().find(header, token);
    }
  };

  /** Asks for keys where there are none, and for newer ones in the background. */
  async refresh(): Promise<void> {
    const age = this.current ? this.now() - this.current.fetchedAt : Infinity;
    if (age < REFRESH_MS) return;
    const asked = this.askOnceInAWhile();
    if (age > this.options.maxAgeMs) await asked;
  }

  private usable(): { readonly find: JWTVerifyGetKey } {
    const { current } = this;
    if (current && this.now() - current.fetchedAt <= this.options.maxAgeMs) return current;
    throw new ProviderUnavailableError('The keys of the identity provider cannot be had.');
  }

  /** While an answer is awaited, whoever asks waits for the same. */
  private askOnceInAWhile(): Promise<void> {
    if (this.asking) return this.asking;
    return this.now() - this.askedAt < COOLDOWN_MS ? Promise.resolve() : this.ask();
  }

  private ask(): Promise<void> {
    this.askedAt = this.now();
    this.asking = this.fetch().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async fetch(): Promise<void> {
    try {
      this.current = { find: createLocalJWKSet(await this.options.fetch()), fetchedAt: this.now() };
      if (this.away) this.options.availability(undefined);
      this.away = false;
    } catch (error) {
      if (!this.away) this.options.availability(reasonOf(error));
      this.away = true;
    }
  }
}

function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error;
  if (name === 'TimeoutError') return 'it did not answer in time';
  const code = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : undefined;
  return code ?? message;
}
