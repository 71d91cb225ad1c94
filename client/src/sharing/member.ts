import { type ConnectionState } from '../connection-state.js';
import { type FollowOptions } from '../follow-options.js';
import { RefusedError } from '../refused-error.js';
import { type Follow } from './follow.js';
import { LeadLock } from './lead-lock.js';
import { LeaderSilence, LOOK_MS } from './leader-silence.js';
import { entryOf, fromWire, type Hello, type LeaderMessage, type Message, toWire, type Welcome } from './messages.js';
import { OwnTask } from './own-task.js';
import { RecentItems } from './recent-items.js';
import { type Channel, type Means } from './surroundings.js';
import { compareTerms, NO_TERM, termAfter } from './term.js';

/** The most characters of items that a leader sends to one who joins. All members get them; who needs more asks the service. */
const WELCOME_CHARS = 262_144;
/** A leader keeps the lock for so long after the end, ms, so that the others hear of it before one of them leads. */
const FAREWELL_MS = 1_000;

/** How the stream ended for good: with what error, if any. */
export interface End {
  readonly error?: unknown;
}

/** A tab's part in a group: it follows the leader, or leads. Fills `recent` either way. */
export class Member {
  readonly recent = new RecentItems();
  /** Set once nothing more will come. */
  end: End | undefined;
  readonly #id = crypto.randomUUID();
  readonly #channel: Channel;
  readonly #answering: OwnTask<Hello>;
  readonly #lock: LeadLock;
  readonly #silence = new LeaderSilence(performance.now());
  readonly #looking: ReturnType<typeof setInterval>;
  #term = NO_TERM;
  /** The number of the last item in this term. */
  #number = 0;
  /** Whether `recent` has all that the leader sent, or had before. */
  #joined = false;
  #closed = false;
  #leading: AbortController | undefined;
  #state: ConnectionState = { state: 'connecting' };
  #wake = (): void => undefined;

  /**
   * @param position up to where the tab has everything
   * @param signal its abort ends `changed`
   */
  constructor(
    means: Means,
    name: string,
    private readonly options: FollowOptions,
    private readonly follow: Follow,
    private readonly position: string,
    private readonly signal: AbortSignal,
  ) {
    this.#channel = new means.Channel(name);
    this.#channel.onmessage = ({ data }) => this.#hear(fromWire(data as Message));
    this.#answering = new OwnTask<Hello>(means, (hello) => this.#answer(hello));
    signal.addEventListener('abort', this.#changed);
    this.#say(this.#state);
    this.#hello();
    this.#lock = new LeadLock(means.locks, name, { granted: () => this.#lead(), lost: () => this.#stepDown() });
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Resolves when there is something new, or when the signal aborts. For one reader. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.signal.aborted) resolve();
    });
  }

  /** Makes sure that the leader is there, after the page woke up. */
  check(): void {
    if (!this.#leading) this.#hello();
  }

  /** Tells the state again, after another one was told. */
  tell(): void {
    this.#say(this.#state);
  }

  /** Leaves the group, at once and for good. If this member leads, another one will. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#looking);
    this.signal.removeEventListener('abort', this.#changed);
    this.#lock.leave(this.#leading && this.end ? FAREWELL_MS : 0);
    this.#leading?.abort();
    this.#channel.close();
    this.#answering.close();
  }

  readonly #changed = (): void => this.#wake();

  #look(): void {
    if (this.#leading || this.end) return;
    const what = this.#silence.look(performance.now());
    if (what === 'ask') this.#hello();
    if (what === 'take') this.#lock.take();
  }

  #hello(): void {
    this.#silence.ask(performance.now());
    this.#post({
      type: 'hello',
      from: this.#id,
      joined: this.#joined,
      position: this.recent.position || this.position,
    });
  }

  #lead(): void {
    if (this.end) return;
    this.#term = termAfter(this.#term, this.#id);
    this.#number = 0;
    this.#joined = true;
    if (this.recent.base === undefined) this.recent.restart(this.position);
    this.#leading = new AbortController();
    this.#post({ type: 'lead', term: this.#term });
    void this.#read(this.#leading.signal);
  }

  /** Reads the stream for all, as fast as it comes: a slow loop, also of this tab, must not hold up the others. */
  async #read(signal: AbortSignal): Promise<void> {
    const { snapshot = 5 } = this.options;
    const term = this.#term;
    const onState = (state: ConnectionState) => {
      if (signal.aborted || state.state === 'closed') return;
      this.#say(state);
      this.#post({ type: 'state', term, state });
    };
    const { position: lastEventId } = this.recent;
    // Others may not have had what this tab had before a gap.
    const alone = { share: false, replays: true, pauseWhenHiddenMs: undefined, lastEventId, signal, onState };
    try {
      for await (const item of this.follow({ ...this.options, ...alone })) {
        if (signal.aborted) return;
        const entry = entryOf(item, this.recent.position, snapshot);
        this.recent.push(entry);
        this.#post({ type: 'item', term, number: ++this.#number, entry });
        this.#changed();
      }
      if (signal.aborted) return;
      this.#post({ type: 'end', term, error: undefined });
      this.#finish({});
    } catch (error) {
      if (signal.aborted) return;
      // What a function of this tab throws is no matter of the others.
      if (error instanceof RefusedError) this.#post({ type: 'end', term, error });
      this.#finish({ error });
    }
  }

  #hear(message: Message): void {
    if (this.end) return;
    if (message.type !== 'hello') this.#hearLeader(message);
    else if (this.#leading) this.#answering.call(message);
  }

  #answer({ joined, from, position }: Hello): void {
    if (!this.#leading || this.end) return;
    this.#post(joined ? { type: 'here', term: this.#term } : this.#welcome(from, position));
  }

  #hearLeader(message: LeaderMessage): void {
    const newer = compareTerms(message.term, this.#term);
    // A leader that was frozen, or what it sent before another one took the lead. The new one has it too.
    if (newer < 0) return;
    const forMe = message.type === 'welcome' && message.to === this.#id;
    this.#silence.heard(performance.now());
    if (newer > 0) {
      this.#term = message.term;
      this.#joined = false;
      this.#stepDown();
      if (!forMe) this.#hello();
    }
    if (forMe && !this.#joined) this.#join(message);
    if (message.type === 'state') this.#say(message.state);
    if (message.type === 'end') this.#finish({ error: message.error });
    if (message.type !== 'item' || !this.#joined || message.number <= this.#number) return;
    if (message.number > this.#number + 1) {
      this.#joined = false;
      return this.#hello();
    }
    this.#number = message.number;
    this.recent.push(message.entry);
    this.#changed();
  }

  #welcome(to: string, position: string): Message {
    const { recent } = this;
    const found = position === '' ? recent.newest(this.options.snapshot ?? 5) : recent.find(position);
    let chars = 0;
    const entries = found === undefined ? [] : recent.from(found);
    for (const { text } of entries) chars += text.length;
    const continues = found !== undefined && chars <= WELCOME_CHARS;
    const more = continues ? { base: recent.before(found), entries } : { base: recent.position, entries: [] };
    return { type: 'welcome', term: this.#term, to, continues, number: this.#number, state: this.#state, ...more };
  }

  #join({ continues, base, entries, number, state }: Welcome): void {
    // Who has nothing yet begins with a snapshot, not with the events of one.
    if (!continues || this.recent.position === '') this.recent.restart(base);
    for (const entry of entries) this.recent.push(entry);
    this.#number = number;
    this.#joined = true;
    this.#say(state);
    this.#changed();
  }

  #stepDown(): void {
    if (!this.#leading) return;
    this.#leading.abort();
    this.#leading = undefined;
    this.#joined = false;
    this.#lock.yield();
    this.#hello();
  }

  #finish(end: End): void {
    this.end = end;
    this.#changed();
  }

  #say(state: ConnectionState): void {
    this.#state = state;
    this.options.onState?.({ ...state, role: this.#leading ? 'leader' : 'follower' });
  }

  #post(message: Message): void {
    if (!this.#closed) this.#channel.postMessage(toWire(message));
  }
}
