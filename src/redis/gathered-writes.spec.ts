// A system call to Redis costs more than the command that it carries. But a command that were never sent would be a stream that
// never opens.
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { GatheredWrites } from './gathered-writes.js';

describe('writes to Redis', () => {
  let sent: string[];
  let socket: Writable;
  let writes: GatheredWrites;
  beforeEach(() => {
    sent = [];
    socket = new Writable({
      decodeStrings: false,
      write: (chunk: string, _, done) => (sent.push(chunk), done()),
      writev: (chunks, done) => (sent.push(chunks.map(({ chunk }) => chunk as string).join(' ')), done()),
    });
    writes = GatheredWrites.of(socket);
  });

  const command = (text: string) => {
    writes.begin();
    socket.write(text);
  };

  it('of one turn go together, in their order', async () => {
    for (const text of ['a', 'b', 'c']) command(text);
    expect(sent).toEqual([]);
    await setImmediate();
    expect(sent).toEqual(['a b c']);
  });

  it('wait while a reply is awaited, and go with what it leads to', async () => {
    command('a');
    await setImmediate();
    command('b');
    await setImmediate();
    command('c');
    await setImmediate();
    expect(sent).toEqual(['a']);
    writes.settled();
    command('d');
    await setImmediate();
    expect(sent).toEqual(['a', 'b c d']);
  });

  it('do not wait for all replies, only for one', async () => {
    for (const text of ['a', 'b']) command(text);
    await setImmediate();
    command('c');
    writes.settled();
    await setImmediate();
    expect(sent).toEqual(['a b', 'c']);
  });

  it('wait for nothing once nothing is awaited', async () => {
    command('a');
    await setImmediate();
    writes.settled();
    await setImmediate();
    command('b');
    await setImmediate();
    expect(sent).toEqual(['a', 'b']);
  });

  it('are gathered for each socket by itself', () => {
    expect(GatheredWrites.of(socket)).toBe(writes);
    expect(GatheredWrites.of(new Writable())).not.toBe(writes);
  });
});
