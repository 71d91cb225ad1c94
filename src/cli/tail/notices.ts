import { type ConnectionState, type GapItem, type GoodbyeItem, type InterruptionReason } from '#client';
import { type Output } from '../output.js';
import { printable } from '../printable.js';

const REASONS: Readonly<Record<InterruptionReason, string>> = {
  network: 'the service cannot be reached',
  status: 'the service cannot open the stream now',
  token: 'the token was refused; another will be issued',
  soft_refusal: 'the service asks to try again later',
  ended: 'the stream ended',
  cut: 'the connection broke',
  silent: 'nothing arrives any more',
  buffered: 'no byte of the stream arrives',
  goodbye: 'the service ended the stream',
  protocol: 'the response is not an event stream',
};

/** Prints on standard error what is not an event: gaps, interruptions, and the last position. As text, or as NDJSON. */
export class Notices {
  constructor(
    private readonly output: Output,
    private readonly json: boolean,
    private readonly quiet: boolean,
  ) {}

  /** Printed even if `quiet`, because events may be missing. */
  gap({ reason, missedFrom, resumedAt }: GapItem): Promise<void> {
    const range = `after ${missedFrom ?? 'an unknown position'}; the stream continues after ${resumedAt ?? 'an unknown position'}`;
    return this.#write(
      { notice: 'gap', reason, missed_from: missedFrom, resumed_at: resumedAt },
      `gap (${reason}): events are missing ${range}`,
    );
  }

  async goodbye({ reason, reconnect }: GoodbyeItem): Promise<void> {
    if (reconnect) return;
    await this.#write({ notice: 'goodbye', reason }, `the service ended the stream for good: ${reason}`);
  }

  async state(state: ConnectionState): Promise<void> {
    if (this.quiet) return;
    if (state.state === 'polling') {
      const { reason } = state.interruption;
      return this.#write({ notice: 'polling', reason }, `${REASONS[reason]}; asking for events every few seconds`);
    }
    if (state.state !== 'waiting') return;
    const { interruption, delayMs } = state;
    const text = `${REASONS[interruption.reason]}; trying again in ${(delayMs / 1_000).toFixed(1)} s`;
    await this.#write({ notice: 'waiting', reason: interruption.reason, delay_ms: Math.round(delayMs) }, text);
  }

  async end(position: string | undefined): Promise<void> {
    if (this.quiet || position === undefined) return;
    await this.#write({ notice: 'end', position }, `to continue from here: --since ${position}`);
  }

  async #write(record: object, text: string): Promise<void> {
    await this.output.line(this.json ? JSON.stringify(record) : `-- ${printable(text)}`);
  }
}
