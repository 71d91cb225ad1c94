// A client that reads slowly, or not at all, costs nobody else anything; one that is only behind keeps its stream.
import { eventually } from '../../cluster/eventually.js';
import { formatPosition } from '../../src/event-log/position.js';
import { StreamFilter } from '../../src/streaming/stream-filter.js';
import { newEvent, newEvents, range } from '../contract/support/events.js';
import { LiveStreams, type LiveStreamsOptions, type Opened } from '../contract/support/live-streams.js';

const WIDE = 60_000;
const wide = (label: number, bytes = WIDE) =>
  newEvent(label, { json: JSON.stringify({ label, filler: 'x'.repeat(bytes) }) });

describe('a stream whose client reads slowly', () => {
  let streams: LiveStreams;
  afterEach(() => streams.stop());

  async function start(options: LiveStreamsOptions = {}): Promise<void> {
    streams = await LiveStreams.start(options);
    await eventually(() => streams.hub.position, { what: 'the hub to have begun' });
  }

  /** A stream whose client reads nothing, and whose kernel takes nothing more. */
  async function stuffed(): Promise<Pick<Opened, 'connection' | 'reader'>> {
    const [socket, reader] = await streams.pair();
    reader.pause();
    const connection = streams.registry.add(socket, new StreamFilter());
    const filler = `: ${'x'.repeat(WIDE)}\n\n`;
    await eventually(
      () => {
        if (!connection.congested) connection.write(filler, performance.now());
        return connection.congested || undefined;
      },
      { what: 'the kernel to be full', everyMs: 1 },
    );
    return { connection, reader };
  }

  it('goes live only once its snapshot was taken, and meanwhile nothing is held for it', async () => {
    // CWE-770: a snapshot beside live events ended the stream as slow, at once and again each time it came back
    await start({ limits: { bufferBytes: 65_536 } });
    await streams.publish(range(1, 10).map((label) => wide(label)));
    const { connection, reader } = await stuffed();
    const joining = streams.joiner.showSnapshot(connection, 10);
    const held = connection.waitingBytes;
    for (const label of range(11, 40)) await streams.publish([wide(label)]);
    expect([connection.over, connection.live, connection.waitingBytes]).toEqual([false, false, held]);
    reader.resume();
    await joining;
    await streams.publish([wide(41)]);
    await reader.label(41);
    expect(reader.labels).toEqual(range(1, 41));
  });

  it('goes live only once what it missed was taken, however small its bound', async () => {
    // CWE-770: a replay larger than the bound of a stream ended the stream that asked for it
    await start({ limits: { bufferBytes: 65_536 } });
    const first = await streams.publish(newEvents(1));
    for (const label of range(2, 40)) await streams.publish([wide(label, 20_000)]);
    const { connection, reader } = await stuffed();
    const joining = streams.joiner.resume(connection, formatPosition(first));
    for (const label of range(41, 60)) await streams.publish([wide(label, 20_000)]);
    expect([connection.over, connection.live]).toEqual([false, false]);
    reader.resume();
    await joining;
    await streams.publish(newEvents(1, 61));
    await reader.label(61);
    expect(reader.labels).toEqual(range(2, 61));
  });

  it('is not ended by one batch larger than its bound', async () => {
    // CWE-770: a burst that comes as one batch would end every stream that the kernel does not take it from at once
    await start({ limits: { bufferBytes: 65_536 } });
    const { connection, reader, joining } = await streams.open();
    await joining;
    reader.pause();
    await streams.publish([wide(1, 16_000_000)]);
    for (const label of range(2, 20)) await streams.publish([wide(label, 1_000)]);
    expect([connection.over, connection.congested]).toEqual([false, true]);
    reader.resume();
    await reader.label(20);
    expect(reader.labels).toEqual(range(1, 20));
  });

  it('is shown no more than a megabyte to begin with', async () => {
    // CWE-770: what a reader may ask for in one frame is chosen by the reader
    await start({ recentBytes: 8_000_000 });
    await streams.publish(range(1, 100).map((label) => wide(label)));
    const { reader } = await streams.open({ snapshot: 100 });
    await reader.first('snapshot');
    expect(reader.labels).toEqual(range(84, 100));
  });

  it('that opens during a drain is told to go at once', async () => {
    // CWE-772: a stream that was let in before a drain and opened after it began held the shutdown until its end
    await start();
    const draining = streams.registry.drain(0, 10_000);
    const { reader, joining } = await streams.open();
    await joining;
    await reader.end();
    await draining;
    expect(reader.frames.map(({ event }) => event)).toEqual(['goodbye']);
    expect(reader.of('goodbye')[0]!.json).toMatchObject({ reason: 'draining', reconnect: true });
  });
});
