import { type Check } from '../report/check.js';
import { formatNumber, type Table } from '../report/table.js';

/** What the streams take while they are open. */
export interface Standing {
  name: string;
  kind: 'ours';
  streams: number;
  live: number;
  openSeconds: number;
  /** Absent with few streams. */
  kilobytesPerStream: number | undefined;
  serverMegabytes: number;
  redisMegabytes: number;
  redisKilobytesPerStream: number;
  /** What the kernel keeps for both ends of a stream. */
  kernelKilobytesPerStream: number;
  /** How long the heartbeats were measured, s, and the CPU that an hour of them costs: the service, and the generator that reads them, s. */
  heartbeatSeconds: number;
  heartbeatHour: number;
  readingHour: number;
  p50: number;
  p99: number;
  cpuPerDelivery: number;
  /** Events that were missing or came twice. */
  wrong: number;
}

/** What became of the streams in a disturbance. */
export interface Disturbance {
  name: string;
  kind: 'ours';
  streams: number;
  live: number;
  liveSeconds: number;
  events: number;
  /** Responses with 200. */
  opened: number;
  /** Requests that another instance took: the connection was refused, or the response was 503. */
  passedOn: number;
  /** Requests with a token that were refused. */
  refused: number;
  /** Requests for a token that got none. */
  unissued: number;
  lost: number;
  doubled: number;
  gaps: number;
  /** CPU of the instances and Redis, and of the pages, s. */
  cpuSeconds: number;
  readingSeconds: number;
  peakMegabytes: number;
  redisPeakMegabytes: number;
}

export function tablesOf(standing: Standing, disturbances: Disturbance[]): [Table<Standing>, Table<Disturbance>] {
  const streams = formatNumber(standing.streams, 0);
  return [
    {
      id: 'standing',
      title: `${streams} streams, each opened with a token`,
      rows: [standing],
      columns: [
        { title: 'all open, s', of: (row) => row.openSeconds, digits: 1 },
        { title: 'KB / stream', of: (row) => row.kilobytesPerStream, digits: 1 },
        { title: 'kernel, both ends', of: (row) => row.kernelKilobytesPerStream, digits: 1 },
        { title: 'Redis KB / stream', of: (row) => row.redisKilobytesPerStream, digits: 1 },
        { title: 'instances MB', of: (row) => row.serverMegabytes },
        { title: 'Redis MB', of: (row) => row.redisMegabytes },
        { title: 'CPU s / h of heartbeats', of: (row) => row.heartbeatHour },
        { title: 'to read them', of: (row) => row.readingHour },
        { title: 'µs CPU / delivery', of: (row) => row.cpuPerDelivery, digits: 1 },
        { title: 'p50 ms', of: (row) => row.p50 },
        { title: 'p99 ms', of: (row) => row.p99 },
      ],
      notes: [
        `The clients come to the instances by turns, without nginx, which would need ${formatNumber(standing.streams * 2, 0)} open files.`,
        `The heartbeats were measured for ${standing.heartbeatSeconds} s; p50 and p99 are of one event to all streams.`,
      ],
    },
    {
      id: 'disturbed',
      title: `${streams} streams, disturbed`,
      rows: disturbances,
      columns: [
        { title: 'all live, s', of: (row) => row.liveSeconds, digits: 1 },
        { title: 'opened', of: (row) => row.opened },
        { title: 'passed on', of: (row) => row.passedOn },
        { title: 'tokens refused', of: (row) => row.refused },
        { title: 'not issued', of: (row) => row.unissued },
        { title: 'events', of: (row) => row.events },
        { title: 'lost', of: (row) => row.lost },
        { title: 'doubled', of: (row) => row.doubled },
        { title: 'gap frames', of: (row) => row.gaps },
        { title: 'CPU s', of: (row) => row.cpuSeconds },
        { title: 'of the pages', of: (row) => row.readingSeconds },
        { title: 'instances, peak MB', of: (row) => row.peakMegabytes },
        { title: 'Redis, peak MB', of: (row) => row.redisPeakMegabytes },
      ],
      notes: [
        'From the first signal, or the cut, until the last instance is ready and the last stream open; the event after that reached all that are live.',
        'Passed on: an instance that drains or is full left the request to the next one, as nginx does it.',
      ],
    },
  ];
}

export function checksOf({ kilobytesPerStream, wrong }: Standing, disturbances: Disturbance[]): Check[] {
  const [restart] = disturbances;
  return [
    ...(kilobytesPerStream === undefined
      ? []
      : [{ what: 'memory per idle stream', value: kilobytesPerStream, atMost: 10, unit: 'KB' }]),
    { what: 'events that were missing or repeated', value: wrong, atMost: 0 },
    ...(restart ? [{ what: 'all live, rolling restart', value: restart.liveSeconds, atMost: 60, unit: 's' }] : []),
    ...disturbances.flatMap((row) => [
      { what: `streams that did not come back, ${row.name}`, value: row.streams - row.live, atMost: 0 },
      { what: `lost, doubled and gaps, ${row.name}`, value: row.lost + row.doubled + row.gaps, atMost: 0 },
      { what: `tokens refused or not issued, ${row.name}`, value: row.refused + row.unissued, atMost: 0 },
    ]),
  ];
}
