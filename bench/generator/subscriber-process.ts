import { type OpenPlan, type ReopenOptions, StreamPool } from './stream-pool.js';
import { type StreamSpec } from './requests.js';
import { serve } from './worker-channel.js';

const pool = new StreamPool();

const handlers = {
  open: (plan: OpenPlan) => pool.open(plan),
  reopen: ({ streams, options }: { streams: StreamSpec[]; options: ReopenOptions }) => pool.reopen(streams, options),
  cut: () => pool.cut(),
  closeAll: () => pool.closeAll(),
  begin: (sequence: number) => pool.begin(sequence),
  awaitSequence: ({ sequence, timeoutMs }: { sequence: number; timeoutMs: number }) =>
    pool.awaitSequence(sequence, timeoutMs),
  awaitLive: (timeoutMs: number) => pool.awaitLive(timeoutMs),
  report: () => pool.report(),
};

export type SubscriberHandlers = typeof handlers;

serve(handlers);
