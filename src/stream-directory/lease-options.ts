/** Settings of the lease under which an instance lists its open streams in Redis. */
export interface LeaseOptions {
  readonly instanceId: string;
  /** Seconds after which a lease ends that is not renewed. So long, the streams of a crashed instance are listed and counted. */
  readonly seconds: number;
  /** Time between two renewals, ms. */
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
