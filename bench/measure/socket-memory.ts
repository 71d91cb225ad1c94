import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/** Returns the bytes that the kernel of this machine keeps for all TCP sockets: sent and not read yet. */
export function socketBytes(): number {
  const pages = /^TCP:.* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1];
  return Number(pages ?? 0) * PAGE_BYTES;
}

/** Returns the bytes of the kernel's own objects, of which a connection has several. */
export function slabBytes(): number {
  const kilobytes = /^Slab:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}
