import { parsePosition } from './position.js';

describe('parsePosition', () => {
  it('reads epoch, milliseconds and number', () => {
    expect(parsePosition('k3f9a2-1795334651340-1204')).toEqual({ epoch: 'k3f9a2', ms: 1795334651340, n: 1204 });
  });

  it.each(['', 'start', '1-2', 'a-1-2-3', 'a-1-x', 'a--1', ' a-1-2', 'a-1-2\n'])('refuses %j', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
