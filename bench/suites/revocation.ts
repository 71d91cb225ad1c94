import { setTimeout } from 'node:timers/promises';
import { type Bench } from '../bench.js';
import { Service } from '../contenders/service.js';
import { Background } from '../generator/background.js';
import { microseconds } from '../generator/clock.js';
import { Histogram } from '../generator/histogram.js';
import { renderRequest, type StreamSpec } from '../generator/requests.js';
import { StreamSocket } from '../generator/stream-socket.js';
import { type Load } from '../measure/load-step.js';
import { type Check } from '../report/check.js';
import { progress } from '../report/progress.js';
import { type Suite } from './suite.js';

const INSTANCES = 3;
/** Events/s that go on all the time. */
const RATE = 50;
/** How long a stream may take to open, or to end. */
const LONGEST_MS = 10_000;

interface RevocationRow {
  name: string;
  kind: 'ours';
  streams: number;
  /** From the 202 to the end of the last stream, microseconds. */
  times: Histogram;
}

export const revocation: Suite = {
  name: 'revocation',
  about: `the streams of a principal end at ${INSTANCES} instances once it is revoked at one of them`,
  async run(bench) {
    const service = new Service({ name: 'ours, Redis', instances: INSTANCES, redis: true }, bench.launch());
    const row = await bench.withLoad(service, (load) => measure(bench, load));
    return { tables: [table(row)], checks: [check(row)] };
  },
};

async function measure(bench: Bench, { contender, publisher }: Load & { contender: Service }): Promise<RevocationRow> {
  const streams = bench.pick(300, 60);
  const revocations = bench.pick(50, 10);
  const times = new Histogram();
  const publishing = new Background((): Promise<unknown> => publisher.publish(RATE, 0.5, 1000 / RATE));
  try {
    for (let round = 0; round < revocations; round++) {
      times.record(await revokeAll(contender, streams, round % INSTANCES));
    }
  } finally {
    await publishing.stop();
  }
  progress(`${revocations} revocations`);
  return { name: contender.name, kind: 'ours', streams, times };
}

/** Opens streams at all instances and revokes them at one. Returns the microseconds from the 202 to the end of the last one. */
async function revokeAll(service: Service, count: number, at: number): Promise<number> {
  const streams = Array.from({ length: count }, (_, index) => open(service.stream({ instance: index % INSTANCES })));
  await inTime(
    streams.map(({ opened }) => opened),
    'open',
  );
  const { host, port, path, headers } = service.sessions(at);
  const { status } = await fetch(`http://${host}:${port}${path}`, { method: 'DELETE', headers });
  const answeredAt = microseconds();
  if (status !== 202) throw new Error(`The revocation was answered with ${status}.`);
  const endedAt = await inTime(
    streams.map(({ ended }) => ended),
    'end',
  );
  return Math.max(...endedAt) - answeredAt;
}

/** `ended` resolves with when that was, in `microseconds()`. */
function open(spec: StreamSpec): { opened: Promise<void>; ended: Promise<number> } {
  const { host, port } = spec;
  const request = renderRequest('GET', spec, { Accept: 'text/event-stream' });
  let end: (at: number) => void;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const opened = new Promise<void>((resolve, reject) => {
    new StreamSocket({ host, port }, request, {
      head: ({ status }) => (status === 200 ? resolve() : reject(new Error(`A stream was answered with ${status}.`))),
      body: () => undefined,
      end: () => {
        end(microseconds());
        reject(new Error('A stream was not answered.'));
      },
      read: () => undefined,
    });
  });
  return { opened, ended };
}

async function inTime<T>(all: Promise<T>[], what: string): Promise<T[]> {
  const over = new AbortController();
  const late = setTimeout(LONGEST_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`Some streams took more than ${LONGEST_MS / 1_000} s to ${what}.`);
  });
  late.catch(() => undefined);
  const results = await Promise.race([Promise.all(all), late]);
  over.abort();
  return results;
}

function table(row: RevocationRow) {
  return {
    title: `${row.streams} streams at ${INSTANCES} instances, ${RATE} events/s going on, ${row.times.count} revocations`,
    rows: [row],
    columns: [
      { title: 'p50 ms', of: ({ times }: RevocationRow) => times.quantile(0.5) / 1e3, digits: 1 },
      { title: 'p99 ms', of: ({ times }: RevocationRow) => times.quantile(0.99) / 1e3, digits: 1 },
      { title: 'longest ms', of: ({ times }: RevocationRow) => times.max / 1e3, digits: 1 },
    ],
    notes: ['From the 202 to the end of the last stream.'],
  };
}

function check({ times }: RevocationRow): Check {
  return { what: 'the end of the last stream after a 202', value: times.max / 1e6, atMost: 1, unit: 's' };
}
