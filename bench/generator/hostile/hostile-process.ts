import { serve } from '../worker-channel.js';
import { HostileCallers } from './hostile-callers.js';
import { type HostilePlan, type Statuses } from './plan.js';

let callers: HostileCallers | undefined;

const handlers = {
  start: (plan: HostilePlan) => (callers = new HostileCallers(plan)).start(),
  stop: (): Statuses => {
    callers?.stop();
    return callers?.statuses ?? {};
  },
};

export type HostileHandlers = typeof handlers;

serve(handlers);
