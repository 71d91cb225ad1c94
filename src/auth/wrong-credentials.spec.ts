// A caller that tries out credentials must be slowed down, with bounded memory; a program with an old credential must not be.
import { randomBytes } from 'node:crypto';
import { digestOfCredential } from '../principal/fingerprint.js';
import { WrongCredentials } from './wrong-credentials.js';

const ADDRESS = '192.0.2.1';
const another = () => digestOfCredential(randomBytes(24).toString('base64url'));

describe('wrong credentials of an address', () => {
  let now: number;
  let wrong: WrongCredentials;
  beforeEach(() => {
    now = 1_000_000;
    wrong = new WrongCredentials({ different: 20, windowSeconds: 60 }, undefined, () => now);
  });
  const send = (count: number) => {
    for (let sent = 0; sent < count; sent++) wrong.note(ADDRESS, another());
  };

  it('are refused after so many different ones in the window, and not before', () => {
    send(19);
    expect(wrong.refusedFor(ADDRESS)).toBe(0);
    send(1);
    expect(wrong.refusedFor(ADDRESS)).toBe(60_000);
    expect(wrong.refusedFor('192.0.2.2')).toBe(0);
  });

  it('are not refused where they come slowly', () => {
    for (let sent = 0; sent < 200; sent++, now += 3_200) send(1);
    expect(wrong.refusing).toBe(false);
  });

  it('count once where one is repeated', () => {
    const old = another();
    for (let sent = 0; sent < 1_000; sent++) wrong.note(ADDRESS, old);
    send(18);
    expect(wrong.refusing).toBe(false);
  });

  it('are refused for twice as long each time, up to an hour, and for a minute again after a quiet hour', () => {
    const times: number[] = [];
    for (let time = 0; time < 8; time++) {
      send(20);
      times.push(wrong.refusedFor(ADDRESS) / 60_000);
      now += wrong.refusedFor(ADDRESS);
      expect(wrong.refusing).toBe(false);
    }
    expect(times).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    now += 3_600_000;
    send(20);
    expect(wrong.refusedFor(ADDRESS)).toBe(60_000);
  });

  it('count for the window from when they first came, to the millisecond', () => {
    send(19);
    now += 60_000;
    send(19);
    expect(wrong.refusing).toBe(false);
    now += 59_999;
    send(1);
    expect(wrong.refusing).toBe(true);
  });

  it('are told apart by their digest alone', () => {
    for (let sent = 0; sent < 19; sent++) wrong.note(ADDRESS, sent.toString(16).padStart(12, '0').padEnd(64, 'f'));
    wrong.note(ADDRESS, `${'0'.repeat(12)}${'1'.repeat(52)}`);
    expect(wrong.refusing).toBe(false);
    wrong.note(ADDRESS, `${'f'.repeat(12)}${'1'.repeat(52)}`);
    expect(wrong.refusing).toBe(true);
  });

  it('are refused while any address is, and not after the last', () => {
    send(20);
    now += 30_000;
    for (let sent = 0; sent < 20; sent++) wrong.note('192.0.2.2', another());
    now += 30_000;
    expect([wrong.refusing, wrong.refusedFor(ADDRESS), wrong.refusedFor('192.0.2.2')]).toEqual([true, 0, 30_000]);
    now += 30_000;
    expect(wrong.refusing).toBe(false);
  });

  it('are not forgotten by a second address that is refused for a shorter time', () => {
    for (let time = 0; time < 2; time++) {
      send(20);
      now += time === 0 ? 60_000 : 0;
    }
    for (let sent = 0; sent < 20; sent++) wrong.note('192.0.2.2', another());
    now += 60_000;
    expect([wrong.refusing, wrong.refusedFor(ADDRESS)]).toEqual([true, 60_000]);
  });

  it('are remembered for an hour after the refusal is over', () => {
    for (const [quietMs, next] of [
      [3_599_999, 120_000],
      [3_600_000, 60_000],
    ] as const) {
      wrong = new WrongCredentials({ different: 20, windowSeconds: 60 }, undefined, () => now);
      send(20);
      now += 60_000 + quietMs;
      send(20);
      expect(wrong.refusedFor(ADDRESS)).toBe(next);
    }
  });

  it('are remembered of 5,461 addresses, in 8 MiB, and forgotten of the one longest untouched', () => {
    send(20);
    const others = (from: number, count: number) => {
      for (let other = from; other < from + count; other++)
        wrong.note(`2001:db8:0:${other.toString(16)}::/64`, another());
    };
    others(0, 5_460);
    expect(wrong.refusedFor(ADDRESS)).toBe(60_000);
    others(5_460, 1);
    expect(wrong.refusedFor(ADDRESS)).toBe(0);
  });

  it('are counted by a clock that only goes forward, where no other is given', () => {
    wrong = new WrongCredentials({ different: 2, windowSeconds: 3_600 });
    send(2);
    expect(wrong.refusing).toBe(true);
    expect(wrong.refusedFor(ADDRESS)).toBeGreaterThan(0);
  });
});
