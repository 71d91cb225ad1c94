import { serve } from '../worker-channel.js';
import { HostileCallers } from './hostile-callers.js';
import { type HostilePlan, type Statuses } from './plan.js';

let callers: HostileCallers | undefined;

const handlers = {
  prepare: (plan: HostilePlan) => void (callers = new HostileCallers(plan)),
  start: () => callers?.start(),
  stop: (): Statuses => {
    callers?.stop();
    return callers?.statuses ?? {};
  },
};

export type HostileHandlers = typeof handlers;

serve(handlers);
