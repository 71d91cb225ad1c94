// Whoever looks at a page that shows nothing needs to know which of the many reasons it is, and what to do about this one.
import { Interruption, type InterruptionReason, RefusedError } from '#client';
import { reasonOfGoodbye, reasonOfInterruption, reasonOfPolling, reasonOfRefusal } from './reasons.js';

const REASONS: InterruptionReason[] = [
  'network',
  'status',
  'token',
  'soft_refusal',
  'ended',
  'cut',
  'silent',
  'goodbye',
  'protocol',
];

it.each(REASONS)('an interruption by %s has a reason and an advice', (reason) => {
  const { title, advice } = reasonOfInterruption(new Interruption(reason), true);
  expect([title, advice]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
});

it('silence from the beginning points to a proxy that buffers, silence later does not', () => {
  const silence = new Interruption('silent');
  expect(reasonOfInterruption(silence, false).advice).toMatch('buffering');
  expect(reasonOfInterruption(silence, true).advice).not.toMatch('buffering');
  expect(reasonOfPolling(silence)).toMatchObject({
    title: 'Events are a few seconds late. Connected, but nothing arrives.',
  });
});

it('an answer of the service comes with its correlation id', () => {
  const problem = { status: 503, correlationId: 'c-1' };
  expect(reasonOfInterruption(new Interruption('status', undefined, { problem }), true)).toMatchObject({
    title: 'The service cannot serve now (503).',
    correlationId: 'c-1',
  });
});

it.each([
  ['credential', { status: 403, code: 'invalid_token' }, 'The service does not know this credential.'],
  ['credential', { status: 403, code: 'forbidden' }, 'This credential may not read events.'],
  ['request', { status: 400, detail: 'x' }, 'The service does not understand the page (x).'],
  ['not_the_service', { status: 404 }, 'Another server responds here, not the operator backend.'],
] as const)('a refusal of kind %s with %j is told', (kind, problem, title) => {
  expect(reasonOfRefusal(new RefusedError('token', kind, problem)).title).toBe(title);
});

it.each([
  ['revoked', 'Your access was revoked.'],
  ['superseded', 'This stream was taken over.'],
  ['something_new', 'The service ended the stream (something_new).'],
])('a goodbye with %s is told', (reason, title) => {
  expect(reasonOfGoodbye(reason).title).toBe(title);
});
