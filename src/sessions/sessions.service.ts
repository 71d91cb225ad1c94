import { Inject, Injectable, Logger } from '@nestjs/common';
import { Revocations } from '../revocation/revocations.interface.js';
import { StreamDirectory, type StreamPage, type StreamQuery } from '../stream-directory/stream-directory.interface.js';
import { SessionsObserver } from './sessions-observer.js';

/** Lists the open streams of all instances, and revokes sessions. */
@Injectable()
export class SessionsService {
  private readonly logger = new Logger('Sessions');

  constructor(
    @Inject(StreamDirectory) private readonly directory: StreamDirectory,
    @Inject(Revocations) private readonly revocations: Revocations,
    @Inject(SessionsObserver) private readonly observer: SessionsObserver,
  ) {}

  /** @throws StreamDirectoryUnavailableError */
  list(query: StreamQuery): Promise<StreamPage> {
    return this.directory.list(query);
  }

  /**
   * Revokes the unspent tokens and ends the streams of a principal. Returns how many streams it had, by the leases; null where
   * that is not known.
   * @throws RevocationsUnavailableError
   */
  async endThoseOf(principal: string, by: string): Promise<number | null> {
    const counting = this.directory.count(principal).catch(() => null);
    await this.timed('principal', this.revocations.revokePrincipal(principal));
    this.logger.log(`The sessions of ${principal} were revoked by ${by}.`);
    return counting;
  }

  /**
   * Ends one stream. Returns whether it is among those of the leases; null where that is not known.
   * @throws RevocationsUnavailableError
   */
  async endStream(id: string, by: string): Promise<boolean | null> {
    const finding = this.directory.find(id).then(Boolean, () => null);
    await this.timed('stream', this.revocations.revokeStream(id));
    this.logger.log(`The stream ${id} was revoked by ${by}.`);
    return finding;
  }

  private async timed(kind: 'principal' | 'stream', revoked: Promise<number>): Promise<void> {
    const startedAt = performance.now();
    await revoked;
    this.observer.revoked(kind, (performance.now() - startedAt) / 1_000);
  }
}
