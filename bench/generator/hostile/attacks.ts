import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { moduleOf } from '../event-forms.js';
import { renderPost, renderRequest, type RequestSpec } from '../requests.js';
import { type HostilePlan } from './plan.js';

/** Makes requests of hostile callers: without a credential, as a reader, or as a service that publishes. */
export interface Callers {
  stranger(path: string): RequestSpec;
  reader(path: string): RequestSpec;
  service(path: string): RequestSpec;
}

export interface Attack {
  name: string;
  /** How many large events are in the log before the attack; none if absent. */
  prefill?: number;
  /** @param scale the share of the requests to send: 1, or less in a quick run */
  plan(callers: Callers, scale: number): HostilePlan;
}

const EVENTS = '/operator/api/events';
const STREAM = `${EVENTS}/stream`;
const TOKENS = `${EVENTS}/sse-token`;
/** The largest payload that the service accepts. */
const PAYLOAD_BYTES = 65_500;

export const ATTACKS: readonly Attack[] = [
  {
    name: "strangers' gzip bombs, 28/s",
    plan: (callers) => ({ ...calls(callers, [bomb(callers)], 28), perSecond: 28 }),
  },
  {
    name: "strangers' gzip bombs, 300 at once",
    plan: (callers, scale) => bursts(callers, [bomb(callers)], 300 * scale, 3_000),
  },
  {
    name: "strangers' slow bodies, 700",
    plan: (callers, scale) => ({ ...at(callers), kind: 'trickle', requests: [slowHead(callers)], count: 700 * scale }),
  },
  {
    name: 'wrong credentials, 3,000/s',
    plan: (callers) =>
      calls(
        callers,
        many(200, () => wrong(callers)),
        32,
        3_000,
      ),
  },
  {
    name: '400 streams that are not read',
    prefill: 150,
    plan: (callers, scale) => unread(callers, `${STREAM}?snapshot=14`, 400 * scale),
  },
  {
    name: '80 histories that are not read',
    prefill: 300,
    plan: (callers, scale) => unread(callers, `${EVENTS}?limit=1000`, 80 * scale),
  },
  {
    name: '400 streams, each with a filter of 100 names',
    plan: (callers, scale) => ({
      ...unread(callers, '', 400 * scale),
      requests: many(400 * scale, (index) => get(callers, `${STREAM}?snapshot=0&module=${names(index)}`)),
    }),
  },
  {
    name: '400 snapshots of a filter that matches nothing, each second',
    prefill: 150,
    plan: (callers, scale) =>
      bursts(
        callers,
        many(100, (index) => get(callers, `${STREAM}?snapshot=100&module=none-${index}`)),
        400 * scale,
        1_000,
      ),
  },
  {
    name: '12 clients ask for histories that match nothing',
    prefill: 150,
    plan: (callers) =>
      calls(
        callers,
        many(100, (index) => get(callers, `${EVENTS}?limit=1000&module=none-${index}`)),
        12,
      ),
  },
  {
    name: 'the longest token requests, 6 clients',
    plan: (callers) => calls(callers, [longestTokens(callers), repeatedSeverities(callers)], 6),
  },
  { name: 'events of 64 KiB, 2 clients', plan: (callers) => calls(callers, [largeEvents(callers, 14)], 2) },
  { name: 'a log full of them', prefill: 4_500, plan: (callers) => calls(callers, [largeEvents(callers, 1)], 1, 20) },
];

/** Returns a publish call with `count` events of the largest payload. */
export function largeEvents(callers: Callers, count: number): string {
  const payload = { text: 'x'.repeat(PAYLOAD_BYTES) };
  const event = { event_type: 'large', module: 'large', severity: 'info', summary: 'x', payload };
  return post(callers.service(EVENTS), JSON.stringify({ events: Array(count).fill(event) }));
}

function at(callers: Callers): { host: string; port: number } {
  const { host, port } = callers.stranger('/');
  return { host, port };
}

function calls(callers: Callers, requests: string[], connections: number, perSecond?: number): HostilePlan {
  return { ...at(callers), kind: 'calls', requests, connections, ...(perSecond && { perSecond }) };
}

function bursts(callers: Callers, requests: string[], count: number, everyMs: number): HostilePlan {
  return { ...at(callers), kind: 'bursts', requests, count, everyMs };
}

function unread(callers: Callers, path: string, count: number): HostilePlan {
  return { ...at(callers), kind: 'unread', requests: [get(callers, path)], count };
}

function get(callers: Callers, path: string): string {
  return renderRequest('GET', callers.reader(path));
}

function post(request: RequestSpec, body: string | Buffer, headers: Record<string, string> = {}): string {
  return renderPost({ ...request, headers: { ...request.headers, ...headers } }, Buffer.from(body)).toString('latin1');
}

/** Returns a request with a body of a kilobyte that decompresses to a megabyte of brackets. */
function bomb(callers: Callers): string {
  return post(callers.stranger(EVENTS), gzipSync('['.repeat(1_000_000)), { 'Content-Encoding': 'gzip' });
}

function slowHead(callers: Callers): string {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': '100000' };
  return renderRequest('POST', callers.stranger(EVENTS), headers);
}

function wrong(callers: Callers): string {
  return renderRequest('GET', {
    ...callers.stranger(EVENTS),
    headers: { 'X-VX11-Token': randomBytes(24).toString('base64url') },
  });
}

/** Returns 100 names of 64 characters. */
function names(index: number): string {
  return many(100, (name) => moduleOf(name, `filter-${index}`)).join(',');
}

function longestTokens(callers: Callers): string {
  const modules = many(100, (index) => String(index).padEnd(64, 'x'));
  return post(callers.reader(TOKENS), JSON.stringify({ modules, severities: ['critical', 'error', 'warn', 'info'] }));
}

function repeatedSeverities(callers: Callers): string {
  return post(callers.reader(TOKENS), JSON.stringify({ severities: many(149_000, () => 'info') }));
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
