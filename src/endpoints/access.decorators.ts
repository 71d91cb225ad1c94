import { SetMetadata } from '@nestjs/common';
import { type Right } from '../principal/principal.js';

/** Who may use a route. A route that does not say is refused to everybody. */
export type Access =
  { readonly kind: 'public' } | { readonly kind: 'principal'; readonly right?: Right } | { readonly kind: 'stream' };

export const ACCESS = Symbol('access');

/** No credential is asked for. */
export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);

/** Any principal, by the credential in its header. */
export const Authenticated = () => SetMetadata(ACCESS, { kind: 'principal' } satisfies Access);

/** A principal that has this right, by the credential in its header. */
export const Requires = (right: Right) => SetMetadata(ACCESS, { kind: 'principal', right } satisfies Access);

/** Whoever the stream's own guards let in. Part of `OpensStream`, which sets them before the route, and of nothing else. */
export const GuardedAsStream = () => SetMetadata(ACCESS, { kind: 'stream' } satisfies Access);
