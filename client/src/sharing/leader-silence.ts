/** How often to look, ms. */
export const LOOK_MS = 1_000;
/** A member asks the leader after it has heard nothing from it for `QUIET_MS`, and a random part of the spread: so one of them asks first. */
const QUIET_MS = 5_000;
const QUIET_SPREAD_MS = 2_000;
/** It takes the lead after `PATIENCE_MS` without a response, and a random part of the spread: so one of them takes it first. */
const PATIENCE_MS = 3_000;
const PATIENCE_SPREAD_MS = 2_000;
/** So many looks must have passed since the question, too. */
const LOOKS = 2;

/**
 * Decides when a leader counts as gone although it has the lock. One that is about to be frozen gives the lock up, so this is about
 * one that hangs, or was not told.
 *
 * Nothing is concluded from the time alone, since the timers of hidden tabs run once a second and, after five minutes, once a minute.
 * So a leader sends no signs of life by a timer: it responds when it is asked, and messages are handled at once in hidden tabs too.
 * The timers of the one that asks may be late as well: then it just asks later. One that was itself frozen after its question
 * finds the response waiting, but its timer may run first. So at least two looks must have passed since the question; between them the
 * browser hands over what waits. A lead that is taken without need costs one connection, and no event.
 */
export class LeaderSilence {
  #heardAt: number;
  #askedAt: number | undefined;
  #looks = 0;
  #spread: number;

  /** A member begins with a question. @param now ms, of a clock that does not go back; `random` as `Math.random` */
  constructor(
    now: number,
    private readonly random: () => number = Math.random,
  ) {
    this.#heardAt = now;
    this.#askedAt = now;
    this.#spread = random();
  }

  /** The leader has said something. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#askedAt = undefined;
    this.#spread = this.random();
  }

  /** Returns what to do now: ask the leader, or take its place. */
  look(now: number): 'ask' | 'take' | undefined {
    if (this.#askedAt === undefined) {
      return now - this.#heardAt < QUIET_MS + this.#spread * QUIET_SPREAD_MS ? undefined : this.ask(now);
    }
    this.#looks += 1;
    if (this.#looks < LOOKS || now - this.#askedAt < PATIENCE_MS + this.#spread * PATIENCE_SPREAD_MS) return undefined;
    // If taking it does not work, the next round begins with a question.
    this.#heardAt = now;
    this.#askedAt = undefined;
    return 'take';
  }

  /** Begins to wait for a response. */
  ask(now: number): 'ask' {
    this.#askedAt = now;
    this.#looks = 0;
    return 'ask';
  }
}
