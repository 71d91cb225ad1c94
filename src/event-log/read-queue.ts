import { EventLogBusyError } from './event-log.errors.js';
import { type Reader } from './event-log.interface.js';

/** Reads under way at once: one that Redis works on, and one on its way. */
const AT_ONCE = 2;
/** Histories that wait, of all principals and of one. A stream has begun, so it cannot be refused, and streams are bounded. */
const WAITING_MAX = 64;
const WAITING_OF_ONE_MAX = 32;

type Begin = () => void;

/**
 * Lets few reads of the log be under way at once. Readers take turns, by kind and principal, so that none waits for
 * another's whole line. Who asks what is asked already, but not yet on its way, shares the answer.
 */
export class ReadQueue {
  private underWay = 0;
  /** The line of each reader; whose turn is next comes first. */
  private readonly lines = new Map<string, Begin[]>();
  private readonly shared = new Map<string, Promise<unknown>>();
  private histories = 0;

  /** @throws EventLogBusyError */
  async run<Answer>(reader: Reader, question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const same = this.shared.get(question);
    if (same) return same as Promise<Answer>;
    if (this.underWay < AT_ONCE) {
      this.underWay++;
      return this.perform(ask);
    }
    const answer = this.turn(reader).then(() => {
      this.shared.delete(question);
      return this.perform(ask);
    });
    this.shared.set(question, answer);
    return answer;
  }

  private async perform<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } finally {
      // Hands its place on, so that nobody who comes now takes it first.
      const begin = this.next();
      if (begin) begin();
      else this.underWay--;
    }
  }

  /** Resolves when it is this reader's turn. */
  private turn({ kind, principal }: Reader): Promise<void> {
    const name = `${kind} ${principal}`;
    const line = this.lines.get(name) ?? [];
    const refusable = kind === 'history';
    if (refusable && (this.histories >= WAITING_MAX || line.length >= WAITING_OF_ONE_MAX))
      throw new EventLogBusyError();
    this.histories += Number(refusable);
    this.lines.set(name, line);
    return new Promise((resolve) =>
      line.push(() => {
        this.histories -= Number(refusable);
        resolve();
      }),
    );
  }

  private next(): Begin | undefined {
    const [first] = this.lines;
    if (!first) return undefined;
    const [name, line] = first;
    const begin = line.shift();
    this.lines.delete(name);
    if (line.length > 0) this.lines.set(name, line);
    return begin;
  }
}
