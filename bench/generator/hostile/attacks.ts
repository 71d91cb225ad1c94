import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { moduleOf } from '../event-forms.js';
import { renderPost, renderRequest, type RequestSpec } from '../requests.js';
import { type HostilePlan } from './plan.js';

/** Makes requests: without a credential, as a reader, or as a service that publishes. */
export interface Asker {
  stranger(path: string): RequestSpec;
  reader(path: string): RequestSpec;
  service(path: string): RequestSpec;
}

export interface Attack {
  name: string;
  /** Large events that are in the log before it begins; none by default. */
  prefill?: number;
  /** `scale` is below 1 where things are to be quick. */
  plan(ask: Asker, scale: number): HostilePlan;
}

const EVENTS = '/operator/api/events';
const STREAM = `${EVENTS}/stream`;
const TOKENS = `${EVENTS}/sse-token`;
/** The largest payload that is taken. */
const PAYLOAD_BYTES = 65_500;

export const ATTACKS: readonly Attack[] = [
  { name: "strangers' gzip bombs, 28/s", plan: (ask) => ({ ...calls(ask, [bomb(ask)], 28), perSecond: 28 }) },
  { name: "strangers' gzip bombs, 300 at once", plan: (ask, scale) => bursts(ask, [bomb(ask)], 300 * scale, 3_000) },
  {
    name: "strangers' slow bodies, 700",
    plan: (ask, scale) => ({ ...at(ask), kind: 'trickle', requests: [slowHead(ask)], count: 700 * scale }),
  },
  {
    name: 'wrong credentials, 3,000/s',
    plan: (ask) =>
      calls(
        ask,
        many(200, () => wrong(ask)),
        32,
        3_000,
      ),
  },
  {
    name: '400 streams that are not read',
    prefill: 150,
    plan: (ask, scale) => unread(ask, `${STREAM}?snapshot=14`, 400 * scale),
  },
  {
    name: '80 histories that are not read',
    prefill: 300,
    plan: (ask, scale) => unread(ask, `${EVENTS}?limit=1000`, 80 * scale),
  },
  {
    name: '400 streams, each with a filter of 100 names',
    plan: (ask, scale) => ({
      ...unread(ask, '', 400 * scale),
      requests: many(400 * scale, (index) => get(ask, `${STREAM}?snapshot=0&module=${names(index)}`)),
    }),
  },
  {
    name: '400 snapshots of a filter that matches nothing, each second',
    prefill: 150,
    plan: (ask, scale) =>
      bursts(
        ask,
        many(100, (index) => get(ask, `${STREAM}?snapshot=100&module=none-${index}`)),
        400 * scale,
        1_000,
      ),
  },
  {
    name: '12 clients ask histories that match nothing',
    prefill: 150,
    plan: (ask) =>
      calls(
        ask,
        many(100, (index) => get(ask, `${EVENTS}?limit=1000&module=none-${index}`)),
        12,
      ),
  },
  {
    name: 'the longest token requests, 6 clients',
    plan: (ask) => calls(ask, [longestTokens(ask), repeatedSeverities(ask)], 6),
  },
  { name: 'events of 64 KiB, 2 clients', plan: (ask) => calls(ask, [largeEvents(ask, 14)], 2) },
  { name: 'a log full of them', prefill: 4_500, plan: (ask) => calls(ask, [largeEvents(ask, 1)], 1, 20) },
];

/** A publish call with `count` events of the largest payload. */
export function largeEvents(ask: Asker, count: number): string {
  const payload = { text: 'x'.repeat(PAYLOAD_BYTES) };
  const event = { event_type: 'large', module: 'large', severity: 'info', summary: 'x', payload };
  return post(ask.service(EVENTS), JSON.stringify({ events: Array(count).fill(event) }));
}

function at(ask: Asker): { host: string; port: number } {
  const { host, port } = ask.stranger('/');
  return { host, port };
}

function calls(ask: Asker, requests: string[], connections: number, perSecond?: number): HostilePlan {
  return { ...at(ask), kind: 'calls', requests, connections, ...(perSecond && { perSecond }) };
}

function bursts(ask: Asker, requests: string[], count: number, everyMs: number): HostilePlan {
  return { ...at(ask), kind: 'bursts', requests, count, everyMs };
}

function unread(ask: Asker, path: string, count: number): HostilePlan {
  return { ...at(ask), kind: 'unread', requests: [get(ask, path)], count };
}

function get(ask: Asker, path: string): string {
  return renderRequest('GET', ask.reader(path));
}

function post(request: RequestSpec, body: string | Buffer, headers: Record<string, string> = {}): string {
  return renderPost({ ...request, headers: { ...request.headers, ...headers } }, Buffer.from(body)).toString('latin1');
}

/** A kilobyte that unfolds to a megabyte of brackets. */
function bomb(ask: Asker): string {
  return post(ask.stranger(EVENTS), gzipSync('['.repeat(1_000_000)), { 'Content-Encoding': 'gzip' });
}

function slowHead(ask: Asker): string {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': '100000' };
  return renderRequest('POST', ask.stranger(EVENTS), headers);
}

function wrong(ask: Asker): string {
  return renderRequest('GET', {
    ...ask.stranger(EVENTS),
    headers: { 'X-VX11-Token': randomBytes(24).toString('base64url') },
  });
}

/** 100 names of 64 characters. */
function names(index: number): string {
  return many(100, (name) => moduleOf(name, `filter-${index}`)).join(',');
}

function longestTokens(ask: Asker): string {
  const modules = many(100, (index) => String(index).padEnd(64, 'x'));
  return post(ask.reader(TOKENS), JSON.stringify({ modules, severities: ['critical', 'error', 'warn', 'info'] }));
}

function repeatedSeverities(ask: Asker): string {
  return post(ask.reader(TOKENS), JSON.stringify({ severities: many(149_000, () => 'info') }));
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
