// A stream that comes back ends the one of before, wherever that is. One that is opened late must not stay beside it.
import { Supersessions } from './supersessions.js';

function supersessions() {
  const clock = { now: 0 };
  const ended: string[] = [];
  const all = new Supersessions(() => clock.now);
  const hold = (entry: string, number: number) => all.hold(entry, number, () => ended.push(`${entry} ${number}`));
  return { clock, ended, all, hold };
}

describe('supersessions', () => {
  it('end the stream with a lower number, and no other', () => {
    const { ended, all, hold } = supersessions();
    hold('a', 1);
    hold('b', 3);
    for (const number of [1, 2, 3]) for (const entry of ['a', 'b', 'c']) all.supersede(entry, number);
    expect(ended).toEqual(['a 1']);
    expect(all.entries).toEqual(['b']);
  });

  it('end a stream that is opened after them, though they come in any order', () => {
    const { ended, all, hold } = supersessions();
    all.supersede('a', 5);
    all.supersede('a', 2);
    hold('a', 4);
    expect(ended).toEqual(['a 4']);
    hold('a', 5);
    expect([ended.length, all.entries]).toEqual([1, ['a']]);
  });

  it.each([0, 1_000, 59_000])(
    'are known for a minute, however many came in the minute before: %i ms after the first',
    (at) => {
      const { clock, ended, all, hold } = supersessions();
      all.supersede('first', 1);
      clock.now = at;
      for (let other = 0; other < 5_000; other++) all.supersede(`before ${other}`, 1);
      all.supersede('a', 2);
      clock.now = at + 59_999;
      for (let other = 0; other < 5_000; other++) all.supersede(`after ${other}`, 1);
      hold('a', 1);
      expect(ended).toEqual(['a 1']);
    },
  );

  it('are known until ten thousand newer ones came', () => {
    const { ended, all, hold } = supersessions();
    for (let other = 0; other < 7_000; other++) all.supersede(`before ${other}`, 1);
    all.supersede('a', 2);
    for (let other = 0; other < 10_000; other++) all.supersede(`after ${other}`, 1);
    hold('a', 1);
    expect(ended).toEqual(['a 1']);
  });

  it('are forgotten some day', () => {
    const { clock, ended, all, hold } = supersessions();
    all.supersede('a', 2);
    for (const minutes of [1, 2]) {
      clock.now = minutes * 60_000;
      all.supersede('b', minutes);
    }
    hold('a', 1);
    expect(ended).toEqual([]);
  });
});
