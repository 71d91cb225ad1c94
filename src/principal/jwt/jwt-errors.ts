/** A JWT that is refused. The message names the claim or the header that is wrong, and shows nothing of the token. */
export class JwtRefusedError extends Error {
  override readonly name = 'JwtRefusedError';
}

/** The identity provider is away, and none of its keys that are known is the one that is needed. */
export class ProviderUnavailableError extends Error {
  override readonly name = 'ProviderUnavailableError';
}
