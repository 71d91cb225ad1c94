/** A figure that `npm run bench` prints. */
export interface MeasuredFigure {
  readonly value: number;
  readonly unit: string;
  readonly what: string;
  /** Where it is printed: `npm run bench -- <suite>`, a row and a column. */
  readonly suite: string;
  readonly row: string;
  readonly column: string;
}

const OURS = 'ours, Redis';

/**
 * The catalogue of the measured figures with which `vx11 plan` counts: each the least favourable of several runs on two cores
 * with node 20. To plan with figures of your machine, run the bench there and put them here.
 */
export const MEASURED = {
  /** 500 streams, 50 events/s, one at a time. Publishing is included here and in all figures for a delivery. */
  singleDelivery: {
    value: 15.4,
    unit: 'µs',
    what: 'CPU for a delivery, events one at a time, 500 streams',
    suite: 'fanout',
    row: OURS,
    column: 'µs CPU / delivery',
  },
  /** 100 streams, 200 events/s, one at a time: fewer streams share the cost of an event. */
  singleDeliveryToFew: {
    value: 33,
    unit: 'µs',
    what: 'the same with 100 streams',
    suite: 'scale',
    row: `100 streams: ${OURS}`,
    column: 'µs CPU / delivery',
  },
  /** 500 streams, 1,000 events/s in 50 batches a second. */
  batchedDelivery: {
    value: 1.5,
    unit: 'µs',
    what: 'CPU for a delivery, batches of 20 events, 500 streams',
    suite: 'fanout',
    row: OURS,
    column: 'µs CPU at 500 k/s',
  },
  /** As `singleDelivery`; instances, nginx and Redis together. */
  singleDeliveryBehindNginx: {
    value: 34.9,
    unit: 'µs',
    what: 'CPU for a delivery, events one at a time, three instances behind nginx',
    suite: 'fanout',
    row: 'ours, 3 behind nginx',
    column: 'µs CPU / delivery',
  },
  nginxDelivery: {
    value: 16,
    unit: 'µs',
    what: 'of it nginx',
    suite: 'fanout',
    row: 'ours, 3 behind nginx',
    column: 'of it nginx',
  },
  /** Checking, appending and reading back; an instance and its Redis. */
  batchedEvent: {
    value: 54,
    unit: 'µs',
    what: 'CPU to publish an event, in large batches',
    suite: 'publish',
    row: '15,000 events/s, 500 streams',
    column: 'µs CPU / event',
  },
  /** The highest rate that the bench asks for; the instance was the limit, not Redis. */
  eventsPublished: {
    value: 35_966,
    unit: 'a second',
    what: 'events that one instance and its Redis accepted',
    suite: 'publish',
    row: '50,000 events/s, 500 streams',
    column: 'accepted/s',
  },
  /** Resident memory: mostly node's request, response, socket and parser. */
  idleStream: {
    value: 9.5,
    unit: 'KiB',
    what: 'memory of an instance for an open stream',
    suite: 'idle',
    row: OURS,
    column: 'KB / stream',
  },
  processMemory: {
    value: 106,
    unit: 'MiB',
    what: 'memory of an instance with 100 streams',
    suite: 'slow-readers',
    row: '100 readers alone',
    column: 'server, peak MB',
  },
  /** Redeeming the token is included, issuing is not. */
  opening: {
    value: 378,
    unit: 'µs',
    what: 'CPU to open a stream with a token',
    suite: 'idle',
    row: OURS,
    column: 'µs CPU to open',
  },
  tokensIssued: {
    value: 10_857,
    unit: 'a second',
    what: 'tokens that one core issues',
    suite: 'tokens',
    row: OURS,
    column: 'per second',
  },
} as const satisfies Record<string, MeasuredFigure>;

/** How the figures for a delivery were measured. */
export const BENCH = { streams: 500, fewStreams: 100, batch: 20, instances: 3 } as const;
