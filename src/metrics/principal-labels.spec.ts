// Twenty thousand principals must not become twenty thousand time series.
import { PrincipalLabels } from './principal-labels.js';

describe('the label of a principal', () => {
  it('is its name, for those of the variables and the first hundred others', () => {
    const labels = new PrincipalLabels(['operator']);
    expect(['operator', 'night-watch'].map((name) => labels.of(name))).toEqual(['operator', 'night-watch']);
    const others = Array.from({ length: 500 }, (_, index) => labels.of(`p${index}`));
    expect(new Set(others).size).toBe(100);
    expect(others.at(-1)).toBe('other');
    expect(['operator', 'night-watch', 'p0'].map((name) => labels.of(name))).toEqual(['operator', 'night-watch', 'p0']);
  });

  it('is one for all that an identity provider vouches for', () => {
    const labels = new PrincipalLabels([]);
    expect(['jwt:a', 'jwt:b'].map((name) => labels.of(name))).toEqual(['jwt', 'jwt']);
  });

  it('sums what shares it', () => {
    const labels = new PrincipalLabels(['operator']);
    expect(labels.sum({ 'jwt:a': 1, 'jwt:b': 3, watch: 2 })).toEqual({ operator: 0, jwt: 4, watch: 2 });
  });
});
