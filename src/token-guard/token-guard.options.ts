import { type IncomingMessage } from 'node:http';
import { ConfigurableModuleBuilder } from '@nestjs/common';
import { type UnknownTokens } from './unknown-tokens.js';
import { type Grant, type TokenDigest } from '../token-store/token-store.interface.js';

/** How an application lets callers in who have no token. */
export interface TokenGuardOptions {
  /**
   * Returns the grant of a request that brings no token, from what the application knows of its caller. Throws what the
   * request is refused with. Absent: a stream takes a token and nothing else.
   */
  readonly withoutToken?: (request: IncomingMessage) => Grant | Promise<Grant>;
  /**
   * Returns the grant of a request whose `?token=` is a credential and not a token; undefined where it is none. Throws what
   * the request is refused with. Gets the SHA-256 of what came. Absent: only tokens are looked for.
   */
  readonly credentialInQuery?: (digest: TokenDigest, request: IncomingMessage) => Grant | undefined;
  /** Bounds the unknown tokens that reach the store from one address; no limit if absent. */
  readonly unknownTokens?: UnknownTokens | undefined;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: TOKEN_GUARD_OPTIONS } =
  new ConfigurableModuleBuilder<TokenGuardOptions>({ moduleName: 'TokenGuard' }).setClassMethodName('forRoot').build();
