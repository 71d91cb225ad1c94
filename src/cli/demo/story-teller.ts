import { uuidV7 } from '../../events/publish/uuid-v7.js';
import { type PreparedEvent } from '../publish/prepared-event.js';
import { STORIES } from './stories.js';
import { chance, type Step } from './story.js';

/** Stories that go on at the same time. */
const AT_ONCE = 3;

interface Told {
  readonly module: string;
  /** The same for all events of one telling. */
  readonly correlationId: string;
  readonly left: Step[];
}

/** Tells the stories without end: several at a time, each in its order. `random` returns a number from 0 to 1. */
export class StoryTeller {
  readonly #chance;
  readonly #told: Told[] = [];
  #number = 0;

  constructor(private readonly random: () => number = Math.random) {
    this.#chance = chance(random);
  }

  /** The next events, as of now. */
  next(count: number): PreparedEvent[] {
    return Array.from({ length: count }, () => this.#event());
  }

  #event(): PreparedEvent {
    while (this.#told.length < AT_ONCE) this.#begin();
    const story = this.#chance.one(this.#told);
    const { module, correlationId, left } = story;
    const { severity, type, summary, payload } = left.shift()!;
    if (left.length === 0) this.#told.splice(this.#told.indexOf(story), 1);
    const eventId = uuidV7();
    const created_at = new Date().toISOString();
    const event = { event_type: type, module, severity, summary, payload, correlation_id: correlationId, created_at };
    return { place: String((this.#number += 1)), eventId, json: JSON.stringify({ event_id: eventId, ...event }) };
  }

  /** Begins a story of a module about which no other is told: two of one would contradict each other. */
  #begin(): void {
    const busy = new Set(this.#told.map(({ module }) => module));
    const stories = STORIES.map((make) => make(this.#chance)).filter(({ module }) => !busy.has(module));
    const { module, steps } = this.#chance.one(stories);
    const correlationId = `demo-${Math.floor(this.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}`;
    this.#told.push({ module, correlationId, left: [...steps] });
  }
}
