// The word for the connection is what an operator relies on at a glance: it may never be better than the truth.
import { isConnected, nameOf, type Status } from './status.js';

const reason = { title: 'x', advice: 'y' };
const HEARTBEAT = 8_000;
const NOW = 1_000_000;
const name = (status: Status, quietMs = 0) => nameOf(status, quietMs, HEARTBEAT, NOW);

it.each<[Status, string]>([
  [{ kind: 'connecting' }, 'Connecting…'],
  [{ kind: 'open' }, 'Live'],
  [{ kind: 'waiting', until: NOW + 2_400, reason }, 'Retrying in 3 s'],
  [{ kind: 'waiting', until: NOW - 50, reason }, 'Retrying in 1 s'],
  [{ kind: 'polling', reason }, 'Polling'],
  [{ kind: 'paused' }, 'Asleep'],
  [{ kind: 'superseded', reason }, 'Taken over'],
  [{ kind: 'ended', reason }, 'Ended'],
  [{ kind: 'refused', reason, credential: true }, 'Refused'],
])('%j is called %s', (status, expected) => {
  expect(name(status)).toBe(expected);
});

it('an open connection without a sign of life for more than one and a half heartbeats is not called live', () => {
  expect(name({ kind: 'open' }, 1.5 * HEARTBEAT)).toBe('Live');
  expect(name({ kind: 'open' }, 1.5 * HEARTBEAT + 1_000)).toBe('No sign for 13 s');
});

it('events come while the connection is open, and while they are asked for', () => {
  const kinds = (['open', 'polling', 'waiting', 'paused', 'ended'] as const).filter((kind) =>
    isConnected({ kind, reason, until: NOW }),
  );
  expect(kinds).toEqual(['open', 'polling']);
});
