// Paths that are named in more than one place. The command line uses them as well, so this file imports nothing.

export const EVENTS_PATH = '/operator/api/events';
export const TOKEN_PATH = `${EVENTS_PATH}/sse-token`;
export const STREAM_PATH = `${EVENTS_PATH}/stream`;
export const STREAMS_PATH = '/operator/api/streams';
export const PRINCIPALS_PATH = '/operator/api/principals';
export const HEALTH_PATH = '/health';
export const READY_PATH = '/health/ready';
/** As `HEALTH_PATH`, with the name of the service. */
export const SERVICE_PATH = '/operator/api/health';
/** The page for operators. */
export const PAGE_PATH = '/operator/ui/';
