import { randomBytes } from 'node:crypto';
import { newCredential, used } from '../support/used-credentials.js';

const WRONG = 20;
/** Spent ones that are kept to be presented again. */
const SPENT = 200;

/** Everything that must not be found in a log: credentials, right and wrong, and tokens. Fills placeholders with them. */
export class Secrets {
  readonly operator = newCredential();
  readonly reader = newCredential();
  /** Every one that was ever used. */
  readonly all = new Set<string>();
  position = 'a-1-1';
  /** In the form of tokens. */
  private readonly wrong = Array.from({ length: WRONG }, () => used(randomBytes(32).toString('base64url')));
  private readonly fresh: string[] = [];
  private readonly spent: string[] = [];
  private turn = 0;

  constructor() {
    for (const secret of [this.operator, this.reader, ...this.wrong]) this.all.add(secret);
  }

  /** How many tokens wait to be used. */
  get tokens(): number {
    return this.fresh.length;
  }

  addToken(token: string): void {
    this.fresh.push(used(token));
    this.all.add(token);
  }

  /** A token that no stream was opened with, as far as is known here; a wrong credential where there is none. */
  takeToken(): string {
    const token = this.fresh.shift() ?? this.pick(this.wrong);
    this.spent.push(token);
    if (this.spent.length > SPENT) this.spent.shift();
    return token;
  }

  readonly fill = (text: string): string =>
    text.replace(/<(operator|reader|wrong|token|spent|position)>/g, (_, name: string) => {
      if (name === 'operator' || name === 'reader' || name === 'position') return this[name];
      if (name === 'token') return this.takeToken();
      return this.pick(name === 'spent' && this.spent.length > 0 ? this.spent : this.wrong);
    });

  private pick(list: readonly string[]): string {
    return list[this.turn++ % list.length] ?? '';
  }
}
