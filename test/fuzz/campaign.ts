import { eventually } from '../../cluster/eventually.js';
import { attack } from './attack.js';
import { Faults } from './faults.js';
import { Secrets } from './secrets.js';
import { type Footprint, type Store, Subject } from './subject.js';
import { Witness } from './witness.js';

export interface Plan {
  readonly store: Store;
  /** Requests to send at least. */
  readonly count: number;
  readonly seed: number;
  readonly onProgress?: (sent: number) => void;
  /** Told as they are found; again when a smaller request was found that shows one. */
  readonly onFault?: (fault: string) => void;
}

export interface Report {
  readonly sent: number;
  /** What was wrong; empty if nothing was. */
  readonly faults: readonly string[];
  readonly before: Footprint;
  readonly after: Footprint;
}

type Gauges = Readonly<Record<string, number>>;

/** Requests before memory is measured first, so that code is compiled and pools and logs are filled. */
const WARM_UP = 5_000;
/** Sent between two looks at the witness. */
const ROUND = 2_000;
/** Just less than the time that it has for what is under way: it takes longer only if it waits for a request that is never over. */
const STOP_SECONDS = 14;
const AT_REST = ['vx11_streams_open', 'vx11_tokens_live', 'vx11_stream_waiting_bytes'];

/** Sends malformed requests to an instance, and checks the instance and its well-behaved clients. */
export async function runCampaign({ store, count, seed, onProgress, onFault }: Plan): Promise<Report> {
  const subject = await Subject.start(store, new Secrets());
  const faults = new Faults(onFault);
  try {
    return await attackAll(subject, faults, { count, seed, onProgress });
  } finally {
    await subject.stop();
  }
}

async function attackAll(
  subject: Subject,
  faults: Faults,
  { count, seed, onProgress }: Pick<Plan, 'count' | 'seed' | 'onProgress'>,
): Promise<Report> {
  let sent = await attack(subject, { count: WARM_UP, seed, faults });
  const gauges = await comeBack(subject, faults, (now) => AT_REST.filter((name) => now[name] !== 0));
  const before = await subject.footprint();
  const witness = await Witness.start(subject);
  try {
    while (sent < count && !faults.enough && subject.running) {
      sent += await attack(subject, { count: ROUND, seed: seed + sent, faults });
      for (const fault of witness.faults.splice(0)) faults.add(fault);
      onProgress?.(sent);
    }
  } finally {
    await witness.stop();
  }
  for (const fault of witness.faults) faults.add(fault);
  if (!subject.running) return { sent, faults: [...faults.all, 'the instance ended'], before, after: before };
  await comeBack(subject, faults, (now) =>
    Object.keys({ ...now, ...gauges }).filter((name) => now[name] !== gauges[name]),
  );
  const after = await subject.footprint();
  await end(subject, faults);
  return { sent, faults: faults.all, before, after };
}

async function end(subject: Subject, faults: Faults): Promise<void> {
  const { code, seconds } = await subject.stop();
  if (code !== 0) faults.add(`the instance ended with code ${code}`);
  if (seconds > STOP_SECONDS) faults.add(`something was still under way: the shutdown took ${seconds} s`);
  for (const line of await subject.leaks()) faults.add(`a secret in the log: ${line}`);
}

/** Waits until no gauge is `off`; returns all of them. */
async function comeBack(subject: Subject, faults: Faults, off: (gauges: Gauges) => string[]): Promise<Gauges> {
  let gauges: Gauges = {};
  const look = async () => {
    gauges = await subject.gauges();
    return off(gauges).length === 0 || undefined;
  };
  await eventually(look, { what: 'every gauge to be back', everyMs: 200 }).catch(() =>
    off(gauges).forEach((name) => faults.add(`${name} stays at ${gauges[name]}`)),
  );
  return gauges;
}
