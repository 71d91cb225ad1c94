/** What a principals file may hold. */
export const FILE_MAX_BYTES = 16_777_216;
export const PRINCIPALS_MAX = 50_000;
export const CREDENTIALS_MAX = 20;
export const MODULES_MAX = 100;
export const STREAMS_MAX = 1_000_000;
