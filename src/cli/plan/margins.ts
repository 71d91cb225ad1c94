/** The choices of the plan: how much of what there is it uses. */

/** Of a core. With 500,000 deliveries/s × 1.5 µs, three quarters of a core, the p99 of the bench is 15 ms. */
export const CORE_SHARE = 0.7;

/** Of a core, what reading may take before an instance reads several publish calls at once. */
export const READING_SHARE = CORE_SHARE / 2;

/** Of a core, what is left for streams however much an instance reads. */
export const STREAMS_SHARE = 0.1;

/** Of a network card. */
export const NETWORK_SHARE = 0.7;

/** nginx chooses instances by chance, and its workers take connections as they come: the fullest has so many times its share. */
export const UNEVEN = 1.25;

/** Instances beyond those that the load needs: one may be restarted or fail. */
export const RESERVE = 1;

/** What an instance remembers of the past, seconds: its clients come back from a restart without reading the log. */
export const REMEMBERED_SECONDS = 30;

/** `maxmemory`, in terms of what Redis needs; and memory of its machine, in terms of `maxmemory`. */
export const REDIS_SPARE = 1.5;
export const REDIS_REWRITE = 3;

/** Of the memory limit of an instance, what it keeps for clients that read slowly (`VX11_BUFFER_BYTES_MAX`). */
export const WAITING_SHARE = 0.25;
