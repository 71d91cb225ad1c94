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
    wrong = new WrongCredentials({ different: 20, windowSeconds: 60 }, () => now);
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
});
