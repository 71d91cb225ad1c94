import { decodeItem } from './decode-item.js';

const event = { event_id: '1', event_type: 't', summary: 's', module: 'm', severity: 'info', created_at: 'now' };
const decode = (type: string, body: unknown) =>
  decodeItem({ type, data: typeof body === 'string' ? body : JSON.stringify(body), lastEventId: 'p' });

describe('decodeItem', () => {
  it('reads every message of the service', () => {
    expect(decode('message', event)).toEqual({ kind: 'event', position: 'p', event });
    expect(decode('snapshot', { type: 'snapshot', events: [event], last_event_id: 'p' })).toEqual({
      kind: 'snapshot',
      position: 'p',
      events: [event],
    });
    expect(decode('gap', { type: 'gap', reason: 'trimmed', missed_from: 'a', resumed_at: 'b' })).toEqual({
      kind: 'gap',
      position: 'p',
      reason: 'trimmed',
      missedFrom: 'a',
      resumedAt: 'b',
    });
    expect(decode('heartbeat', { timestamp: 'now' })).toEqual({ kind: 'heartbeat', position: 'p', timestamp: 'now' });
    expect(decode('goodbye', { reason: 'draining', reconnect: true, retry_ms: 5 })).toEqual({
      kind: 'goodbye',
      position: 'p',
      reason: 'draining',
      reconnect: true,
      retryMs: 5,
    });
  });

  it('reads a goodbye without `reconnect` as one after which to reconnect', () => {
    expect(decode('goodbye', { reason: 'x' })).toMatchObject({ reconnect: true, retryMs: undefined });
    expect(decode('goodbye', { reason: 'revoked', reconnect: false })).toMatchObject({ reconnect: false });
  });

  it.each([
    ['message', 'not JSON'],
    ['message', '[]'],
    ['message', { event_id: 1 }],
    ['snapshot', { events: [{}] }],
    ['snapshot', { events: 'x' }],
    ['from.tomorrow', {}],
  ])('returns a message that it cannot read as unknown: %s %j', (type, body) => {
    expect(decode(type, body)).toMatchObject({ kind: 'unknown', type });
  });
});
