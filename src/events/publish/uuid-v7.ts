import { randomUUID } from 'node:crypto';

/**
 * Returns a UUID that sorts by time (RFC 9562, section 5.7): 48 bits of milliseconds, then the part of a random UUID after its
 * version. node caches random bytes for UUIDs, so this usually needs no system call.
 */
export function uuidV7(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
