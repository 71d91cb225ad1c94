import { type ListedStream } from '../stream-directory/stream-directory.interface.js';

/** One open stream, as of the last renewal of its instance's lease. */
export interface ListedStreamResponse {
  readonly id: string;
  readonly principal: string;
  readonly since: string;
  readonly address: string;
  readonly instance: string;
  readonly resumes: number;
  /** What it shows; an absent list shows everything. */
  readonly filters: {
    readonly module?: readonly string[] | undefined;
    readonly severity?: readonly string[] | undefined;
    readonly event_type?: readonly string[] | undefined;
  };
  /** Names of its filters that are left out. */
  readonly filter_names_left_out: number;
  readonly last_event_id: string | null;
  readonly lag: number | null;
  readonly waiting_bytes: number | null;
}

export function toAnswer(stream: ListedStream): ListedStreamResponse {
  const { id, principal, since, address, instance, resumes, filters, filterNamesLeftOut, position, lag } = stream;
  return {
    id,
    principal,
    since: new Date(since).toISOString(),
    address,
    instance,
    resumes,
    filters: { module: filters.modules, severity: filters.severities, event_type: filters.types },
    filter_names_left_out: filterNamesLeftOut,
    last_event_id: position,
    lag,
    waiting_bytes: stream.waitingBytes,
  };
}
