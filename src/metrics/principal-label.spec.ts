// A caller with a JWT can choose the name of its principal: such names must not become series of metrics.
import { labelling } from './principal-label.js';

describe('the label of a principal', () => {
  it('is its name where that was known at start, and the same for all others', () => {
    const label = labelling(['operator', 'gateway']);
    expect(['operator', 'gateway', 'watch', 'jwt:operator', 'jwt:alice'].map(label)).toEqual([
      'operator',
      'gateway',
      'other',
      'other',
      'other',
    ]);
  });
});
