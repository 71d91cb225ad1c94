// These bytes bound what a principal may store: bytes counted too long lock it out, bytes counted too briefly let it fill the memory.
import { LiveBytes } from './live-bytes.js';

describe('the bytes of live tokens', () => {
  let bytes: LiveBytes;
  beforeEach(() => (bytes = new LiveBytes()));

  it('count until the second is over in which they expire', () => {
    bytes.add(100, 60.5);
    bytes.add(20, 60.9);
    bytes.add(3, 61);
    expect([0.5, 60.99, 61, 61.99, 62].map((now) => bytes.at(now))).toEqual([123, 123, 3, 3, 0]);
  });

  it('are taken off again, unless they were dropped already', () => {
    bytes.add(100, 60);
    bytes.add(20, 61);
    bytes.add(-100, 60);
    expect(bytes.at(10)).toBe(20);
    expect(bytes.at(61)).toBe(20);
    bytes.add(-100, 60.5);
    expect(bytes.at(61)).toBe(20);
    bytes.add(-20, 61);
    expect(bytes.at(61)).toBe(0);
  });

  it('say in how many seconds the first of them expires, one at least', () => {
    bytes.add(100, 60);
    bytes.add(20, 40.9);
    expect([10.9, 39, 40.5, 45].map((now) => bytes.secondsLeft(now))).toEqual([31, 2, 1, 1]);
  });
});
