import { StreamDirectoryUnavailableError } from './stream-directory.errors.js';
import { type StreamQuota, type StreamReservation } from './stream-quota.interface.js';

/**
 * A `StreamQuota` that gets its implementation later: the part that opens streams needs a quota when it is made, and the
 * implementation needs that part.
 */
export class LateQuota implements StreamQuota {
  private quota: StreamQuota | undefined;

  /** Sets the implementation. */
  use(quota: StreamQuota): void {
    this.quota = quota;
  }

  /** As `StreamQuota.reserve`; rejects until the implementation is set. */
  reserve(principal: string, max: number, predecessor?: string): Promise<StreamReservation | undefined> {
    const reserved = this.quota?.reserve(principal, max, predecessor);
    return reserved ?? Promise.reject(new StreamDirectoryUnavailableError('not_applied'));
  }
}
