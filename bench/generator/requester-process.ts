import { buyTokens, openLoad, postLoad, redisLoad } from './request-load.js';
import { serve } from './worker-channel.js';

const handlers = { postLoad, openLoad, redisLoad, buyTokens };

export type RequesterHandlers = typeof handlers;

serve(handlers);
