import { type Frame } from '../measure/cpu-profile.js';

/** For what an instance spends CPU time when an event is published alone. */
export const CAUSES = {
  writing: 'writes to the streams',
  streams: 'the streams otherwise',
  redis: 'the log, as a client of Redis',
  post: 'the POST',
  garbage: 'garbage collection',
  node: 'node itself',
} as const;

export type Cause = keyof typeof CAUSES;

/** The functions of node that call the system to write to a socket. */
const WRITES = /^write(v|Buffer|Utf8String|Latin1String|AsciiString)$/;

/** Whose work it is, by the innermost file of a stack that is not node's own. */
const OWNERS: readonly (readonly [Cause, RegExp])[] = [
  ['streams', /\/dist\/(streaming|events\/stream)\/|servers\/bare-loop\.ts/],
  [
    'redis',
    /\/dist\/(event-log|redis|store)\/|node_modules\/(ioredis|@ioredis|redis-parser|@redis|denque|standard-as-callback)\//,
  ],
  ['post', /\/dist\/|node_modules\//],
];

/** Returns the cause of a stack, innermost first; undefined while nothing is done. */
export function causeOf(stack: readonly Frame[]): Cause | undefined {
  const name = stack[0]?.name ?? '';
  if (name === '(idle)') return undefined;
  if (name === '(garbage collector)') return 'garbage';
  const file = stack.find(({ url }) => url !== '' && !url.startsWith('node:'));
  const [owner] = OWNERS.find(([, files]) => file && files.test(file.url)) ?? [];
  if (owner === 'streams' && WRITES.test(name)) return 'writing';
  if (owner) return owner;
  return stack.some(({ url }) => url.startsWith('node:_http')) ? 'post' : 'node';
}
