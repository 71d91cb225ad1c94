import { check } from '../check.js';
import { type FrontScene, NOTHING_ARRIVED } from './front-scene.js';

export const stream = check({
  id: 'front-stream',
  looksAt: 'whether a stream opens at `--url` with a token in the query, as browsers open it',
  faults: {
    none: {
      level: 'problem',
      says: 'No stream opens: {reason}.',
      advice: 'docs/reference/errors.md says what a status means. If the reason is the credential, name another one.',
      ends: true,
    },
    empty: {
      level: 'problem',
      says: 'The stream ended at once, which asks the client to come back later.',
      advice: 'See whether an instance is ready: the findings on instances and on Redis.',
      ends: true,
    },
    type: {
      level: 'problem',
      says: 'The stream has the type {type}, so browsers refuse it.',
      advice: 'Let what stands in front pass Content-Type on as it is.',
    },
  },
  run({ stream }: FrontScene, found) {
    if ('reason' in stream) return found.fault('none', stream);
    const { problem, headers, types, endedAt } = stream;
    if (problem) return found.fault('none', { reason: `${problem.status} ${problem.code ?? ''}`.trim() });
    if (endedAt !== undefined && types.length === 0) return found.fault('empty');
    if (headers === undefined) return found.skip(NOTHING_ARRIVED);
    const type = headers.get('content-type') ?? 'none';
    if (!type.startsWith('text/event-stream')) found.fault('type', { type });
    else found.ok('A stream opens.');
  },
});
