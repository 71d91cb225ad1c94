import { StreamDirectoryUnavailableError } from './stream-directory.errors.js';
import { type StreamQuota, type StreamReservation } from './stream-quota.interface.js';

/** A quota for those who are made before the one that counts: streams ask for places, and places are counted by streams. */
export class LateQuota implements StreamQuota {
  private quota: StreamQuota | undefined;

  /** From now on `quota` counts. */
  use(quota: StreamQuota): void {
    this.quota = quota;
  }

  /** As `StreamQuota.reserve`; nobody gets a place before there is one to count. */
  reserve(principal: string, max: number): Promise<StreamReservation | undefined> {
    return this.quota?.reserve(principal, max) ?? Promise.reject(new StreamDirectoryUnavailableError('not_applied'));
  }
}
