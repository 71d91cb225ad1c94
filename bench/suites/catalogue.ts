import { badInput } from './bad-input.js';
import { cores } from './cores.js';
import { fanout } from './fanout.js';
import { filters } from './filters.js';
import { hostile } from './hostile.js';
import { idle } from './idle.js';
import { latency } from './latency.js';
import { nodeDeath } from './node-death.js';
import { publish } from './publish.js';
import { redis } from './redis.js';
import { resume } from './resume.js';
import { revocation } from './revocation.js';
import { scale } from './scale.js';
import { tokens } from './tokens.js';
import { singleEvent } from './single-event.js';
import { slowReaders } from './slow-readers.js';
import { type Suite } from './suite.js';

/** Every suite, in the order in which they run. */
export const SUITES: readonly Suite[] = [
  fanout,
  singleEvent,
  scale,
  cores,
  idle,
  tokens,
  filters,
  publish,
  redis,
  resume,
  nodeDeath,
  revocation,
  latency,
  slowReaders,
  badInput,
  hostile,
];
