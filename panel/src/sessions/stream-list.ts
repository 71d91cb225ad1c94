import { Value } from '../value.js';
import { type StreamsPage } from './streams-api.js';

export interface StreamListView {
  /** Undefined until the first one was read. */
  readonly page: StreamsPage | undefined;
  /** Whether it is the first one. */
  readonly first: boolean;
  /** Why the last read failed, if it did. */
  readonly failure: string | undefined;
}

/** The beginnings of the pages after the first, up to the one that is meant. */
type Path = readonly string[];

/** Who is connected, page by page. */
export class StreamList {
  readonly state = new Value<StreamListView>({ page: undefined, first: true, failure: undefined });
  #wanted: Path = [];
  #shown: Path = this.#wanted;
  #begun = 0;
  #ended = 0;

  /** `list` reads the page that begins after a stream, the first one if absent. */
  constructor(private readonly list: (after: string | undefined) => Promise<StreamsPage>) {}

  /** Reads the page again. Never rejects. */
  async read(): Promise<void> {
    const number = ++this.#begun;
    const path = this.#wanted;
    const read = await this.list(path.at(-1)).then(
      (page) => ({ page, first: path.length === 0, failure: undefined }),
      (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
    );
    // Another page is wanted, or a read that began later has ended: this one is out of date.
    if (path !== this.#wanted || number < this.#ended) return;
    this.#ended = number;
    if ('page' in read) this.#shown = path;
    // A page that cannot be read is not turned to, so that it can be asked for again.
    else this.#wanted = this.#shown;
    this.state.set({ ...this.state.get(), ...read });
  }

  /** Turns to the next page. Until it is there, nothing comes after it. */
  readonly next = (): void => {
    const next = this.state.get().page?.next;
    if (next && this.#wanted === this.#shown) this.#turn([...this.#shown, next]);
  };

  readonly previous = (): void => this.#turn(this.#wanted.slice(0, -1));

  #turn(path: Path): void {
    this.#wanted = path;
    void this.read();
  }
}
