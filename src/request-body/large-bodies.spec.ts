// Without a bound on the bodies handled at once, callers with bodies of a megabyte hold the event loop and delay events.
import { BodyBudget } from './body-budget.js';
import { LargeBodies } from './large-bodies.js';

const [MEDIUM, LARGE] = [300_000, 900_000];

describe('large bodies', () => {
  let large: LargeBodies;
  let begun: string[];
  beforeEach(() => ([large, begun] = [new LargeBodies(), []]));
  const budget = new BodyBudget();

  /** Asks for a turn. Returns the share whose release ends it. */
  function ask(name: string, bytes: number, principal = name) {
    const share = budget.open(principal);
    return { share, turn: large.turn(principal, bytes, share).then(() => void begun.push(name)) };
  }

  it('begin at once while few bytes are handled, then when enough of them were answered', async () => {
    const [a, b, c] = [ask('a', MEDIUM), ask('b', MEDIUM), ask('c', MEDIUM)];
    await Promise.all([a.turn, b.turn]);
    expect(begun).toEqual(['a', 'b']);
    a.share.release();
    await c.turn;
  });

  it('take turns by principal', async () => {
    const first = ask('first', LARGE);
    const [a1, a2] = [ask('a1', MEDIUM, 'a'), ask('a2', MEDIUM, 'a')];
    const b = ask('b', LARGE);
    first.share.release();
    await b.turn;
    expect(begun).toEqual(['first', 'a1', 'b']);
    a1.share.release();
    b.share.release();
    await a2.turn;
  });

  it('do not wait for ever for one that is not answered', async () => {
    const frozen = ask('frozen', LARGE);
    await ask('next', LARGE).turn;
    frozen.share.release();
    const last = ask('last', LARGE);
    await last.turn;
    expect(begun).toEqual(['frozen', 'next', 'last']);
  });

  it('of callers that have gone keep nobody waiting', async () => {
    const first = ask('first', LARGE);
    const gone = ask('gone', LARGE);
    gone.share.release();
    const next = ask('next', LARGE);
    first.share.release();
    await next.turn;
  });
});
