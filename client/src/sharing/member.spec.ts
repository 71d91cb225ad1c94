// What a leader keeps is what others continue from, whatever the leading tab itself had before.
import { followEvents } from '../follow-events.js';
import { event, gap, goodbye, ScriptedService, snapshot, stream } from '../../test-support/scripted-service.js';
import { Member } from './member.js';
import { type Channel, type Means } from './surroundings.js';

const silent: Channel = { onmessage: null, postMessage: () => undefined, close: () => undefined };
const MEANS = {
  locks: { request: async (_name: string, _how: unknown, hold: () => Promise<void> | undefined) => hold() },
  Channel: function () {
    return silent;
  },
  MessageChannel: function () {
    return { port1: silent, port2: silent };
  },
} as unknown as Means;

it('A leader keeps all that the service sends after a gap', async () => {
  const again = [1, 2, 3].map((n) => event(n));
  const streams = [
    stream([snapshot(1), event(2), event(3)], 'cut'),
    stream([gap(0, 'log_rewound'), ...again, goodbye('revoked', false)]),
  ];
  const { fetch } = new ScriptedService({ streams });
  const options = { baseUrl: 'http://ops.test', credential: 'c', backoff: { random: () => 0 }, fetch };
  const member = new Member(MEANS, 'group', options, followEvents, '', new AbortController().signal);
  while (member.recent.at(7) === undefined) await member.changed();
  member.close();
  const kept = member.recent.from(member.recent.first).map(({ kind, position }) => [kind, position.split('-').at(-1)]);
  expect(kept).toEqual([
    ['snapshot', '1'],
    ['event', '2'],
    ['event', '3'],
    ['gap', '0'],
    ['event', '1'],
    ['event', '2'],
    ['event', '3'],
    ['goodbye', '3'],
  ]);
});
