import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/** Bytes the kernel holds for all TCP sockets of this network namespace's machine, sent and not yet read. */
export function socketBytes(): number {
  const pages = /^TCP:.* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1];
  return Number(pages ?? 0) * PAGE_BYTES;
}
