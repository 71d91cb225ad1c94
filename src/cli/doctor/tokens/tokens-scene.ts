export interface TokensScene {
  /** Where tokens are issued and redeemed: the instances, or what stands in front of them. */
  readonly addresses: readonly string[];
  readonly credential: string;
}
