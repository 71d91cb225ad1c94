export type Severity = 'critical' | 'error' | 'warn' | 'info';

/** An event as the service delivers it. */
export interface OperatorEvent {
  readonly event_id: string;
  readonly event_type: string;
  /** A text for people, 1 to 2,000 characters. */
  readonly summary: string;
  readonly module: string;
  readonly severity: Severity;
  readonly correlation_id?: string | null;
  readonly payload?: Readonly<Record<string, unknown>> | null;
  /** RFC 3339. */
  readonly created_at: string;
}

/** Identifies an event: after ten minutes its `event_id` may be used for another one. */
export function eventKey({ event_id: id, created_at: at }: OperatorEvent): string {
  return `${id} ${at}`;
}
