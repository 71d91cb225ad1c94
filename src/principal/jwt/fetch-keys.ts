import { type JSONWebKeySet } from 'jose';

const TIMEOUT_MS = 5_000;
const BYTES_MAX = 262_144;

/**
 * Asks for a key set over https. Redirects are not followed.
 * @throws Error that says why there is none, without what was answered
 */
export async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const headers = { Accept: 'application/jwk-set+json, application/json' };
  const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`it was answered ${answer.status}`);
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += (part as Uint8Array).length;
    if (bytes > BYTES_MAX) throw new Error(`it is larger than ${BYTES_MAX} bytes`);
    parts.push(part);
  }
  return readKeys(Buffer.concat(parts).toString('utf8'));
}

/** @throws Error if `text` is no key set with at least one key */
export function readKeys(text: string): JSONWebKeySet {
  const keys = parse(text)?.keys;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every((key) => typeof key === 'object' && key !== null)) {
    throw new Error('it is no JSON Web Key Set with keys');
  }
  return { keys: keys as JSONWebKeySet['keys'] };
}

function parse(text: string): { keys?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
