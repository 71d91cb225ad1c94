import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type SseConnection } from '../../streaming/sse-connection.js';
import { retryAfter, StreamRegistry } from '../../streaming/stream-registry.js';
import { type Grant } from '../../token-store/token-store.interface.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';
import { endSoon } from './end-soon.js';

/** The longest that a timer of node can wait, ms. */
const TIMER_MAX_MS = 2_147_483_647;

interface Held {
  readonly grant: Grant;
  readonly expiry: NodeJS.Timeout | undefined;
}

/**
 * Keeps the grant of each open stream. It ends the stream when the grant is revoked, when its principal may no longer have a
 * stream, or when the credential of the grant expires.
 */
@Injectable()
export class StreamGrants implements OnModuleInit {
  private readonly held = new Map<SseConnection, Held>();

  constructor(
    private readonly registry: StreamRegistry,
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
  ) {}

  onModuleInit(): void {
    const { revocations, grants } = this.options;
    this.registry.listen({ opened: () => undefined, closed: (stream) => this.forget(stream) });
    revocations?.follow(() => this.endRevoked());
    grants?.onChange(() => this.review());
  }

  /** Ends `stream` when its grant ends: at once, if it was revoked while the stream was opened. */
  hold(stream: SseConnection, grant: Grant): void {
    this.held.set(stream, { grant, expiry: this.expiryOf(stream, grant) });
    if (this.isRevoked(stream, grant)) endSoon(stream, 'revoked');
  }

  private endRevoked(): void {
    for (const [stream, { grant }] of this.held) if (this.isRevoked(stream, grant)) endSoon(stream, 'revoked');
  }

  /** Ends streams whose principal may see less now. Their clients reconnect, with the new scope. */
  private review(): void {
    for (const [stream, { grant }] of this.held) {
      const now = this.options.grants?.current(grant);
      if (!now) endSoon(stream, 'revoked');
      else if (!sameNames(now.modules, grant.modules) || !sameNames(now.severities, grant.severities)) {
        stream.end('max_life', retryAfter());
      }
    }
  }

  private isRevoked({ id }: SseConnection, { principal, generation }: Grant): boolean {
    return this.options.revocations?.revokes({ principal, generation, stream: id }) ?? false;
  }

  private expiryOf(stream: SseConnection, { expiresAt }: Grant): NodeJS.Timeout | undefined {
    if (expiresAt === undefined) return undefined;
    const ms = Math.min(TIMER_MAX_MS, Math.max(0, expiresAt - Date.now()));
    return setTimeout(() => endSoon(stream, 'revoked'), ms).unref();
  }

  private forget(stream: SseConnection): void {
    clearTimeout(this.held.get(stream)?.expiry);
    this.held.delete(stream);
  }
}

function sameNames(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (!one || !other) return one === other;
  return one.length === other.length && one.every((name) => other.includes(name));
}
