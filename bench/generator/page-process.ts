import { type PagePlan, PagePool } from './page-pool.js';
import { serve } from './worker-channel.js';

const pool = new PagePool();

const handlers = {
  make: (plan: PagePlan) => pool.make(plan),
  load: (plan: { most: number; timeoutMs: number }) => pool.load(plan),
  leaveAll: () => pool.leaveAll(),
  begin: (sequence: number) => pool.begin(sequence),
  awaitLive: (timeoutMs: number) => pool.awaitLive(timeoutMs),
  awaitSequence: ({ sequence, timeoutMs }: { sequence: number; timeoutMs: number }) =>
    pool.awaitSequence(sequence, timeoutMs),
  report: () => pool.report(),
};

export type PageHandlers = typeof handlers;

serve(handlers);
