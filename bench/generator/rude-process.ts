import { RudeClients, type RudePlan } from './rude-clients.js';
import { serve } from './worker-channel.js';

const clients = new RudeClients();

const handlers = {
  attack: (plan: RudePlan) => clients.attack(plan),
  left: () => clients.left,
  closeAll: () => clients.closeAll(),
};

export type RudeHandlers = typeof handlers;

serve(handlers);
