// Bytes that are taken and not given back stay missing: in the end the service could read no body at all.
import { BodyBudget } from './body-budget.js';
import { BODIES_MAX_BYTES, BODIES_MAX_BYTES_PER_PRINCIPAL as SHARE } from './body-limits.js';

const refused = (code: string) => expect.objectContaining({ code }) as Error;

describe('the budget of bodies', () => {
  it('gives each principal its share, and not a byte more', () => {
    const budget = new BodyBudget();
    const [one, other] = [budget.open('a'), budget.open('a')];
    one.take(SHARE - 1);
    other.take(1);
    expect(() => other.take(1)).toThrow(refused('rate_limited'));
    budget.open('b').take(SHARE);
    one.giveBack(1);
    other.take(1);
  });

  it('has an end for all together', () => {
    const budget = new BodyBudget();
    const principals = Array.from({ length: BODIES_MAX_BYTES / SHARE }, (_, index) => `p${index}`);
    const shares = principals.map((name) => budget.open(name));
    for (const share of shares) share.take(SHARE);
    expect(() => budget.open('other').take(1)).toThrow(refused('overloaded'));
    shares[0]!.release();
    budget.open('other').take(1);
  });

  it('gets back what was taken, once, and nothing is taken for a body whose client has gone', () => {
    const budget = new BodyBudget();
    const share = budget.open('a');
    share.take(SHARE);
    share.release();
    share.release();
    share.take(SHARE);
    share.giveBack(SHARE);
    const next = budget.open('a');
    next.take(SHARE);
    expect(() => next.take(1)).toThrow(refused('rate_limited'));
  });
});
