import { PAYLOAD_MAX_DEPTH } from '../validation/event-rules.js';

/** Levels of lists and objects in a body: those of a payload, those around it, and some, so that a payload is refused by name. */
export const BODY_MAX_DEPTH = PAYLOAD_MAX_DEPTH + 12;

/** How many times its size a compressed body may unfold to. Events of one kind compress to a tenth or a fiftieth. */
export const UNFOLDING_MAX = 100;

/** Bytes of memory for all bodies that are read or worked on, and for those of one principal. */
export const BODIES_MAX_BYTES = 100_663_296;
export const BODIES_MAX_BYTES_PER_PRINCIPAL = 33_554_432;

/** What parsing makes of JSON, bytes at most: for each list or object, and for each value in one. */
export const CONTAINER_BYTES = 64;
export const SLOT_BYTES = 16;

/** What a route takes. */
export interface BodyRules {
  readonly maxBytes: number;
  readonly gzip: boolean;
}

export const PUBLISHED_BODY: BodyRules = { maxBytes: 1_048_576, gzip: true };
/** Twice what the longest lists take. */
export const TOKEN_REQUEST_BODY: BodyRules = { maxBytes: 16_384, gzip: false };
