import { EVENTS_PER_CALL, PAYLOAD_MAX_BYTES } from '../../validation/event-rules.js';
import { CliFailure } from '../cli-failure.js';
import { type Load } from './load.js';

/** The options of the command as they were typed. */
export interface PlanOptions {
  readonly streams?: string;
  readonly eventsPerSecond?: string;
  readonly eventBytes: string;
  readonly batch: string;
  readonly history: string;
  readonly network: string;
  readonly instancesMax?: string;
  readonly cores?: string;
}

/** Bytes of one publish call. */
const CALL_BYTES = 2 ** 20;

/** @throws CliFailure `usage`, with every fault on a line of its own */
export function readLoad(options: PlanOptions): Load {
  const faults: string[] = [];
  const number = (flag: string, text: string | undefined, [least, most]: readonly [number, number], whole = true) => {
    const value = /^\d+(\.\d+)?$/.test(text ?? '') ? Number(text) : NaN;
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    const range = `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`;
    faults.push(
      text === undefined ? `${flag} is missing: ${range}` : `${flag} wants ${range}, got ${JSON.stringify(text)}`,
    );
    return NaN;
  };
  const optional = (flag: string, text: string | undefined) =>
    text === undefined ? undefined : number(flag, text, [1, 1_000_000]);
  const load: Load = {
    streams: number('--streams', options.streams, [1, 100_000_000]),
    eventsPerSecond: number('--events-per-second', options.eventsPerSecond, [0, 1_000_000], false),
    eventBytes: number('--event-bytes', options.eventBytes, [1, PAYLOAD_MAX_BYTES + 8_192]),
    batch: number('--batch', options.batch, [1, EVENTS_PER_CALL]),
    history: number('--history', options.history, [0, 86_400]),
    network: number('--network', options.network, [0.1, 1_000], false) * 1e9,
    instancesMax: optional('--instances-max', options.instancesMax),
    cores: optional('--cores', options.cores),
  };
  if (load.batch * load.eventBytes > CALL_BYTES) {
    faults.push(`--batch × --event-bytes wants at most ${CALL_BYTES}, the bytes of one publish call`);
  }
  if (faults.length > 0)
    throw new CliFailure('usage', `This is no load.\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return load;
}
