/** What an event may look like; the same for publishing, filtering and restricting tokens. */
export { NAME, NAME_FORM, SEVERITIES, type Severity } from '../principal/terms.js';

/** Different names that one filter may hold. */
export const FILTER_NAMES_MAX = 100;

export const EVENT_ID = /^[A-Za-z0-9._:-]{1,64}$/;
export const ID_FORM = '1 to 64 of A-Z a-z 0-9 . _ : -';

export const SUMMARY_MAX = 2_000;
export const PAYLOAD_MAX_BYTES = 65_536;
export const PAYLOAD_MAX_DEPTH = 20;
export const EVENTS_PER_CALL = 1_000;
