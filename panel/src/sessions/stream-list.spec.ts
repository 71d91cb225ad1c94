// An administrator ends streams by what this list shows: it must be the page that was turned to, however late the responses come.
import { StreamList } from './stream-list.js';
import { type StreamsPage } from './streams-api.js';

const pageOf = (name: string, next: string | null): StreamsPage =>
  ({ streams: [{ id: name }], next, unlisted: 0 }) as unknown as StreamsPage;

/** A list whose reads end when the test says so, in any order. */
function aList() {
  const reads: { after: string | undefined; end: (page: StreamsPage) => void; fail: (why: Error) => void }[] = [];
  const list = new StreamList((after) => new Promise((end, fail) => reads.push({ after, end, fail })));
  const settled = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return {
    list,
    reads,
    asked: () => reads.map(({ after }) => after ?? ''),
    shown: () => list.state.get().page?.streams[0]?.id,
    end: async (read: number, page: StreamsPage) => (reads[read]!.end(page), settled()),
    fail: async (read: number) => (reads[read]!.fail(new Error('unreachable')), settled()),
  };
}

/** As `aList`, with its first page shown. */
async function begun() {
  const made = aList();
  void made.list.read();
  await made.end(0, pageOf('one', 'b'));
  return made;
}

it('shows the page that was turned to, though a read of the one before ends later', async () => {
  const { list, end, shown, asked } = await begun();
  void list.read();
  list.next();
  await end(2, pageOf('two', null));
  await end(1, pageOf('one, late', 'b'));
  expect([shown(), list.state.get().first, asked()]).toEqual(['two', false, ['', '', 'b']]);
});

it('shows what was read last, though an earlier read of the same page ends later', async () => {
  const { list, end, shown } = await begun();
  void list.read();
  void list.read();
  await end(2, pageOf('newer', null));
  await end(1, pageOf('older', null));
  expect(shown()).toBe('newer');
});

it('turns one page further, however often it is asked before that page is there', async () => {
  const { list, end, shown, asked } = await begun();
  list.next();
  list.next();
  expect([shown(), asked()]).toEqual(['one', ['', 'b']]);
  await end(1, pageOf('two', 'c'));
  list.next();
  expect(asked()).toEqual(['', 'b', 'c']);
});

it('goes back from a page, and from one that is on its way', async () => {
  const { list, end, shown } = await begun();
  list.next();
  await end(1, pageOf('two', null));
  list.previous();
  await end(2, pageOf('one again', 'b'));
  expect([shown(), list.state.get().first]).toEqual(['one again', true]);
  list.next();
  list.previous();
  await end(3, pageOf('two, late', null));
  expect([shown(), list.state.get().first]).toEqual(['one again', true]);
});

it('stays where it is if the next page cannot be read, says why, and turns to it later', async () => {
  const { list, end, fail, shown } = await begun();
  list.next();
  await fail(1);
  expect([shown(), list.state.get()]).toMatchObject(['one', { first: true, failure: 'unreachable' }]);
  list.next();
  await end(2, pageOf('two', null));
  expect([shown(), list.state.get()]).toMatchObject(['two', { first: false, failure: undefined }]);
});
