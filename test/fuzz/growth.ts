import { type Report } from './campaign.js';

const MEBIBYTE = 2 ** 20;
/** What may be kept beyond what was there after the warm-up, however many requests came in between. */
export const HEAP_GROWTH_MAX = 16 * MEBIBYTE;
/** Pages that the allocator keeps for the next burst. */
export const RESIDENT_GROWTH_MAX = 128 * MEBIBYTE;

/** Where an instance has grown by more than that. */
export function growth({ before, after }: Pick<Report, 'before' | 'after'>): string[] {
  const heap = after.heapBytes - before.heapBytes;
  const resident = after.residentBytes - before.residentBytes;
  return [
    ...(heap > HEAP_GROWTH_MAX ? [`the heap grew by ${heap} bytes`] : []),
    ...(resident > RESIDENT_GROWTH_MAX ? [`resident memory grew by ${resident} bytes`] : []),
  ];
}
