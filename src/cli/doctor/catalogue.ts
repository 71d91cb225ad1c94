import { FRONT } from './front/front-group.js';
import { type Group } from './group.js';
import { INSTANCES } from './instances/instances-group.js';
import { REDIS } from './redis/redis-group.js';
import { SETTINGS } from './settings/settings-group.js';
import { TOKENS } from './tokens/tokens-group.js';

/** Every group of checks, in the order in which they run: what is beneath comes first. docs/reference/doctor.md lists them. */
export const GROUPS: readonly Group<unknown>[] = [SETTINGS, REDIS, INSTANCES, TOKENS, FRONT];
