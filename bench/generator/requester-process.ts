import { issueTokens, openLoad, postLoad, redisLoad } from './request-load.js';
import { serve } from './worker-channel.js';

const handlers = { postLoad, openLoad, redisLoad, issueTokens };

export type RequesterHandlers = typeof handlers;

serve(handlers);
