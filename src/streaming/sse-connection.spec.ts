// A stream must deliver whole frames in order. When a socket takes them slowly, that must stay true, and the process must not hold
// more than its bound.
import { randomBytes } from 'node:crypto';
import { type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { range } from '../../test/contract/support/events.js';
import { LiveStreams } from '../../test/contract/support/live-streams.js';
import { type StreamReader } from '../../test/contract/support/stream-reader.js';
import { MemoryBudget } from './memory-budget.js';
import { SseConnection } from './sse-connection.js';
import { StreamFilter } from './stream-filter.js';

/** Several times what the kernel takes at once on the loopback interface. */
const BOUND = 16_000_000;
const WIDE = 200_000;

function frame(label: number, bytes: number): string {
  const padding = randomBytes(bytes / 2).toString('hex');
  return `id: e-1-${label}\ndata: ${JSON.stringify({ label, padding })}\n\n`;
}

describe('a stream', () => {
  let streams: LiveStreams;
  let socket: Socket;
  let reader: StreamReader;
  let stream: SseConnection;
  let budget: MemoryBudget;

  beforeAll(async () => (streams = await LiveStreams.start()));
  beforeEach(async () => {
    [socket, reader] = await streams.pair();
    budget = new MemoryBudget(1e9);
    stream = new SseConnection(socket, new StreamFilter(), 'operator', Infinity, { bufferBytes: BOUND, budget });
  });
  afterEach(async () => {
    socket.destroy();
    await eventually(() => budget.bytes === 0 || undefined, { what: 'nothing to be held any more' });
  });
  afterAll(() => streams.stop());

  /** Writes frames until this many bytes wait in the process; returns the last label. */
  function stuff(bytes: number, from = 1): number {
    let label = from;
    while (stream.waitingBytes < bytes && !stream.over) stream.write(frame(label++, WIDE), performance.now());
    return label - 1;
  }

  it('takes frames of any size, as text or bytes, one by one or together, and passes them on in order', async () => {
    const sizes = range(1, 60).map((label) => (label % 7 === 0 ? 150_000 : label * 10));
    for (const [index, size] of sizes.entries()) {
      const bytes = Buffer.from(frame(index + 1, size));
      if (index % 3 === 0) stream.write(bytes.toString(), performance.now());
      else if (index % 3 === 1) stream.writeAll([bytes]);
      else stream.write(bytes, performance.now());
      if (index % 10 === 0) await stream.drained();
    }
    await reader.label(60);
    expect(reader.labels).toEqual(range(1, 60));
    await stream.drained();
    expect(stream.waitingBytes).toBe(0);
  });

  it('passes on what waited once its client reads again', async () => {
    reader.pause();
    const last = stuff(BOUND * 0.8);
    expect(stream.over).toBe(false);
    let drained = false;
    const draining = stream.drained().then(() => (drained = true));
    await setImmediate();
    expect(drained).toBe(false);
    reader.resume();
    await reader.label(last);
    await draining;
    stream.write(frame(last + 1, 10), performance.now());
    await reader.label(last + 1);
    expect([reader.labels, stream.waitingBytes]).toEqual([range(1, last + 1), 0]);
  });

  it('takes no more than its bound, and then ends with whole frames and a goodbye', async () => {
    reader.pause();
    stuff(2 * BOUND);
    expect([stream.over, stream.reason]).toEqual([true, 'slow_consumer']);
    expect(stream.waitingBytes).toBeLessThan(BOUND + 2 * WIDE);
    stream.write(frame(999, 10), performance.now());
    reader.resume();
    await reader.end();
    expect(reader.of('goodbye').map(({ json }) => json.reason)).toEqual(['slow_consumer']);
    expect(reader.labels).toEqual(range(1, reader.labels.length));
  });

  it('gives what waits to a client that is told to go for another reason', async () => {
    reader.pause();
    const last = stuff(BOUND * 0.8);
    stream.end('draining', 1_500);
    stream.end('revoked', 1);
    reader.resume();
    await reader.end();
    expect([reader.labels, reader.retryMs, stream.reason]).toEqual([range(1, last), 1_500, 'draining']);
    expect(reader.of('goodbye')).toHaveLength(1);
  });

  it('is abandoned without a goodbye', async () => {
    stream.write(frame(1, 10), performance.now());
    stream.abandon();
    await reader.end();
    expect([reader.frames.length, stream.reason]).toEqual([1, 'error']);
  });

  it('resolves for those who wait for it to drain when its client closes', async () => {
    reader.pause();
    stuff(BOUND * 0.8);
    const draining = stream.drained();
    reader.close();
    await draining;
    await eventually(() => stream.over || undefined, { what: 'the stream to be over' });
    expect(stream.reason).toBe('client');
    stream.write(frame(1, 10), performance.now());
    await stream.drained();
  });

  it('ends after its longest life, and is reset five seconds after its goodbye', async () => {
    stream = new SseConnection(socket, new StreamFilter(), 'operator', 1e9, { bufferBytes: BOUND, budget });
    reader.pause();
    stuff(BOUND * 0.8);
    stream.expire(1e9 - 1, () => 7);
    expect(stream.over).toBe(false);
    const endedAt = performance.now();
    stream.expire(1e9, () => 7);
    expect(stream.reason).toBe('max_life');
    stream.expire(endedAt + 4_900, () => 7);
    await setImmediate();
    await setImmediate();
    expect(socket.destroyed).toBe(false);
    stream.expire(endedAt + 60_000, () => 7);
    await eventually(() => socket.destroyed || undefined, { what: 'the socket to be reset' });
  });
});
