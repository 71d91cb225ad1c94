import { type FollowOptions } from '../follow-options.js';
import { filterQuery, serviceUrl } from '../service-url.js';

/** Rises when members of two versions could not understand each other: they may be open in one browser. */
const PROTOCOL = 1;

/**
 * Returns what those who share have in common besides the address and the filter: the credential, or the name that they have chosen.
 * @throws TypeError if there is neither
 */
export async function secretOf({ share, credential, token }: FollowOptions): Promise<readonly unknown[]> {
  if (typeof share === 'string') return ['name', share];
  if (credential === undefined || token !== undefined)
    throw new TypeError('`share: true` needs `credential`. With `token`, name those who share: `share: "name"`.');
  return ['credential', typeof credential === 'function' ? await credential() : credential];
}

/** Returns the name of the lock and the channel of a group. Scripts of the origin can see it, so it is a digest. */
export async function groupName(
  { baseUrl, filter, snapshot = 5 }: FollowOptions,
  secret: readonly unknown[],
): Promise<string> {
  const shared = [serviceUrl(baseUrl, '/').href, filterQuery(filter), snapshot, ...secret];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(shared)));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `vx11-events-${PROTOCOL}-${hex}`;
}
