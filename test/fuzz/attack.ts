import fc from 'fast-check';
import pLimit from 'p-limit';
import { type Conversation, conversation } from './arbitraries/conversations.js';
import { type Faults } from './faults.js';
import { minimise } from './minimise.js';
import { judge } from './oracle.js';
import { send } from './sender.js';
import { type Subject } from './subject.js';

const CONNECTIONS = 256;
/** Generated at once. Nothing else is done meanwhile, so a larger one would keep the witness waiting. */
const BATCH = 256;

export interface AttackPlan {
  /** Requests to send at least. */
  readonly count: number;
  readonly seed: number;
  readonly faults: Faults;
}

/** Sends conversations, many at a time, and adds the faults that it finds to `faults`. Returns how many requests were sent. */
export async function attack(subject: Subject, { count, seed, faults }: AttackPlan): Promise<number> {
  const limit = pLimit(CONNECTIONS);
  let sent = 0;
  while (sent < count && !faults.enough && subject.running) {
    const batch = fc.sample(conversation, { seed: seed + sent, numRuns: BATCH });
    await Promise.all(batch.map((one) => limit(() => hold(one, subject, faults))));
    sent += batch.reduce((sum, { requests }) => sum + requests.length + 1, 0);
  }
  return sent;
}

async function hold(one: Conversation, subject: Subject, faults: Faults): Promise<void> {
  for (const fault of await wrongWith(one, subject)) {
    if (!faults.isNew(fault)) continue;
    // At once, so that it is looked into once.
    faults.add(fault, escaped(one));
    const kind = fault.slice(0, 20);
    const fails = async (other: Conversation) =>
      (await wrongWith(other, subject)).some((another) => another.startsWith(kind));
    faults.add(fault, escaped(await minimise(one, fails)));
  }
}

async function wrongWith(one: Conversation, subject: Subject): Promise<string[]> {
  return judge(one, await send(one, subject.port, subject.secrets.fill));
}

function escaped({ manner, requests }: Conversation): string {
  return `a client that ${manner}: ${JSON.stringify(requests.map(({ text }) => text).join(''))}`;
}
