import { type AuditEntry } from './actions.js';

/** No field of a line has more characters. Names and ids are shorter; what a caller can write may not be. */
const FIELD_MAX = 256;

/** Writes one line of JSON for each thing that is audited. */
export class AuditTrail {
  /**
   * @param write takes whole lines, and never makes the caller wait
   * @param instance names this instance in each line
   */
  constructor(
    private readonly write: (line: string) => void,
    private readonly instance: string,
  ) {}

  record({
    action,
    outcome,
    reason,
    principal,
    tokenId,
    streamId,
    target,
    address,
    correlationId,
    counts,
  }: AuditEntry) {
    const line = JSON.stringify({
      time: new Date().toISOString(),
      action,
      outcome,
      reason,
      principal: bounded(principal),
      token_id: tokenId,
      stream_id: streamId,
      target: bounded(target),
      address,
      instance: this.instance,
      correlation_id: correlationId,
      counts,
    });
    this.write(`${line}\n`);
  }
}

function bounded(text: string | undefined): string | undefined {
  return text === undefined || text.length <= FIELD_MAX ? text : `${text.slice(0, FIELD_MAX)}…`;
}
