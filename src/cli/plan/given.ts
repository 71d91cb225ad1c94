/** What protocols, the kernel and the code of the service give. */

/** Of a frame, beside the event's JSON: `id:`, a position of seven digits, `data:` and line ends. */
export const FRAME_BYTES = 43;

/** A whole heartbeat. */
export const HEARTBEAT_BYTES = 119;

/** Of a packet: Ethernet with preamble and gap 38, IPv4 20, TCP with timestamps 32; and what fits beside them in 1,500 bytes. */
export const PACKET_HEADER_BYTES = 90;
export const PACKET_PAYLOAD_BYTES = 1_448;

/** Ports that Linux uses for connections to one address and port: 32768 to 60999, `net.ipv4.ip_local_port_range`. */
export const LOCAL_PORTS = 28_232;

/** Files that nginx may have open, at most (nginx/render.sh); one for each connection. */
export const NGINX_FILES_MAX = 65_536;

/** Connections of an nginx worker that are no streams: short requests, and those it keeps to the instances. */
export const NGINX_OTHER_CONNECTIONS = 1_024;

/** Memory of nginx for an open stream, with TLS to the client (test/deploy/nginx-memory.spec.ts). */
export const NGINX_STREAM_KIB = 52;

/** Files of an instance that are no connections, and the share of its connections that are no streams (src/host/open-files.ts). */
export const INSTANCE_FILES = 64;
/** Files below which an instance does not start (the same file). */
export const INSTANCE_FILES_MIN = 1_024;
export const SHORT_REQUESTS_SHARE = 0.05;

/** Bytes in Redis: of an event beside its JSON, of a token, of a stream in the list of who is connected. */
export const LOG_ENTRY_BYTES = 80;
export const TOKEN_BYTES = 400;
export const LISTED_STREAM_BYTES = 400;
export const LISTED_STREAMS_BYTES_MAX = 2 * 67_108_864;

/** Bytes of idempotency keys for each KiB of `VX11_LOG_MAX_BYTES`. */
export const KEY_BYTES = 170;

/** Calls of Redis for each stream that is opened: limit, token, redemption; seconds between two renewals of the list of streams. */
export const CALLS_TO_OPEN = 3;
export const RENEWAL_SECONDS = 3;

/** Connections of an instance to Redis, and `maxclients` in redis/redis.conf. */
export const REDIS_CONNECTIONS = 3;
export const REDIS_CLIENTS_MAX = 1_000;

/** What `maxmemory` is in redis/redis.conf. */
export const MAXMEMORY = 256 * 2 ** 20;
