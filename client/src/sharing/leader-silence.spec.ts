import { LeaderSilence } from './leader-silence.js';

const silence = () => new LeaderSilence(0, () => 0.5);

describe('LeaderSilence', () => {
  it('asks a quiet leader, and takes the lead if there is no response', () => {
    const leader = silence();
    leader.heard(0);
    expect([5_000, 6_000, 7_000, 9_000, 10_000].map((now) => leader.look(now))).toEqual([
      undefined,
      'ask',
      undefined,
      undefined,
      'take',
    ]);
  });

  it('is content with any word of the leader', () => {
    const leader = silence();
    expect(leader.look(3_000)).toBeUndefined();
    leader.heard(3_500);
    expect(leader.look(9_000)).toBeUndefined();
  });

  it('takes no lead at the first look after a long sleep: the response may be waiting to be read', () => {
    const leader = silence();
    leader.ask(0);
    expect(leader.look(3_600_000)).toBeUndefined();
    leader.heard(3_600_010);
    expect(leader.look(3_601_000)).toBeUndefined();
  });
});
