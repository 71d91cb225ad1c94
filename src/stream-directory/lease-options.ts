/** How an instance keeps its lease. */
export interface LeaseOptions {
  readonly instanceId: string;
  /** When a lease that is not renewed ends: so long the streams of an instance that crashed are listed and counted. */
  readonly seconds: number;
  /** How often it is renewed, ms. */
  readonly renewMs: number;
  /** Bytes that the records of this instance may take in the store. */
  readonly bytes: number;
  /** Bytes that those of all instances may take. */
  readonly bytesOfAll: number;
}

export const LEASE_DEFAULTS: Omit<LeaseOptions, 'instanceId'> = {
  seconds: 10,
  renewMs: 3_000,
  bytes: 16_777_216,
  bytesOfAll: 67_108_864,
};
