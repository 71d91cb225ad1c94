import { Redis } from 'ioredis';
import { microseconds } from './clock.js';
import { Histogram, type HistogramState } from './histogram.js';
import { KeepAliveClient } from './keep-alive-client.js';
import { limited } from './limited.js';
import { renderRequest, type RequestSpec, type StreamSpec, withToken } from './requests.js';
import { StreamSocket } from './stream-socket.js';

const NO_BODY = { 'Content-Length': '0' };

export interface LoadPlan {
  /** How many connections send requests at the same time, each one request after the other. */
  connections: number;
  seconds: number;
}

export interface LoadReport {
  count: number;
  seconds: number;
  /** The durations, µs. */
  latency: HistogramState;
}

/** Sends POST requests on kept-alive connections, as fast as the responses come. Throws on any other status than 200. */
export async function postLoad({ request, ...plan }: LoadPlan & { request: RequestSpec }): Promise<LoadReport> {
  const bytes = Buffer.from(renderRequest('POST', request, NO_BODY), 'latin1');
  const clients = Array.from({ length: plan.connections }, () => new KeepAliveClient(request.host, request.port));
  const report = await repeat(plan, async (lane) => void (await post(clients[lane] as KeepAliveClient, bytes)));
  for (const client of clients) client.close();
  return report;
}

/** Has a token issued, opens a stream with it, waits for the first byte of its body and closes it, in a loop. */
export async function openLoad(plan: LoadPlan & { tokens: RequestSpec; stream: StreamSpec }): Promise<LoadReport> {
  const { tokens, stream } = plan;
  const bytes = Buffer.from(renderRequest('POST', tokens, NO_BODY), 'latin1');
  const clients = Array.from({ length: plan.connections }, () => new KeepAliveClient(tokens.host, tokens.port));
  const report = await repeat(plan, async (lane) => {
    const token = tokenIn(await post(clients[lane] as KeepAliveClient, bytes));
    await firstByteOf(withToken(stream, token));
  });
  for (const client of clients) client.close();
  return report;
}

/** Measures Redis alone: `SET … EX … NX` of new keys on one connection, pipelined by the client. */
export async function redisLoad({ url, ...plan }: LoadPlan & { url: string }): Promise<LoadReport> {
  const redis = new Redis(url, { enableAutoPipelining: true });
  let next = 0;
  const report = await repeat(
    plan,
    async () => void (await redis.set(`{bench}:${next++}`, 'b'.repeat(120), 'EX', 60, 'NX')),
  );
  redis.disconnect();
  return report;
}

/** Has `count` tokens issued and returns them. */
export async function issueTokens({ request, count }: { request: RequestSpec; count: number }): Promise<string[]> {
  const bytes = Buffer.from(renderRequest('POST', request, NO_BODY), 'latin1');
  const clients = Array.from({ length: 16 }, () => new KeepAliveClient(request.host, request.port));
  const tokens: string[] = [];
  await limited(clients.length, clients.length, async (lane) => {
    for (let index = lane; index < count; index += clients.length) {
      tokens[index] = tokenIn(await post(clients[lane] as KeepAliveClient, bytes));
    }
  });
  for (const client of clients) client.close();
  return tokens;
}

async function repeat({ connections, seconds }: LoadPlan, work: (lane: number) => Promise<void>): Promise<LoadReport> {
  const latency = new Histogram();
  const startedAt = microseconds();
  const until = startedAt + seconds * 1e6;
  await limited(connections, connections, async (lane) => {
    for (let before = microseconds(); before < until;) {
      await work(lane);
      const after = microseconds();
      latency.record(after - before);
      before = after;
    }
  });
  return { count: latency.count, seconds: (microseconds() - startedAt) / 1e6, latency: latency.state() };
}

async function post(client: KeepAliveClient, bytes: Buffer): Promise<string> {
  const [answer] = await client.send(bytes);
  if (answer?.status !== 200) throw new Error(`A POST got the response ${answer?.status}: ${answer?.body}`);
  return answer.body;
}

function tokenIn(body: string): string {
  return (JSON.parse(body) as { sse_token: string }).sse_token;
}

function firstByteOf(stream: StreamSpec): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new StreamSocket({ host: stream.host, port: stream.port }, renderRequest('GET', stream), {
      head: ({ status }) => {
        if (status !== 200) reject(new Error(`A stream got the response ${status}.`));
      },
      body: () => {
        socket.close();
        resolve();
      },
      end: () => reject(new Error('A stream ended before its first byte.')),
      read: () => undefined,
    });
  });
}
