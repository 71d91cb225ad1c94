// The directory of streams must follow real connections: what it lists changes when they open and end.
import { eventually } from '../../cluster/eventually.js';
import { MemoryStreamDirectory } from '../../src/stream-directory/stream-directory.memory.js';
import { StreamFilter } from '../../src/streaming/stream-filter.js';
import { newEvent } from './support/events.js';
import { LiveStreams } from './support/live-streams.js';
import { lists } from './stream-directory.contract.js';

describe('the directory over streams that are open', () => {
  let streams: LiveStreams;
  beforeEach(async () => {
    streams = await LiveStreams.start();
    await eventually(() => streams.hub.position, { what: 'the hub to have begun' });
  });
  afterEach(() => streams.stop());

  it('shows their filters and how far they are, tells one that does not read, and drops those that are over', async () => {
    const directory = new MemoryStreamDirectory(streams.registry, streams.hub, 'only');
    const good = await streams.open({
      filter: new StreamFilter({ modules: ['madre', 'madre'] }),
      principal: 'gateway',
    });
    const slow = await streams.open();
    await Promise.all([good.joining, slow.joining]);
    slow.reader.pause();
    const wide = 'x'.repeat(60_000);
    let label = 0;
    while (!slow.connection.congested) {
      await streams.publish([newEvent(++label, { json: JSON.stringify({ label, wide }) })]);
    }
    const [first, second] = await lists(directory, [good.connection, slow.connection]);
    const position = expect.stringMatching(new RegExp(`^epoch-\\d+-${label}$`)) as string;
    expect(first).toMatchObject({ principal: 'gateway', position, lag: 0, waitingBytes: 0 });
    expect(first!.filters).toEqual({ modules: ['madre'] });
    expect(second).toMatchObject({ principal: 'operator', position, lag: 0 });
    expect(second!.waitingBytes).toBeGreaterThan(0);
    good.reader.close();
    await lists(directory, [slow.connection]);
  });
});
