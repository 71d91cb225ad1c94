// A component shows what the store has: it must stay within its bound, and tell why there is nothing to show.
import { event, goodbye, ScriptedService, snapshot, stream } from '../../test-support/scripted-service.js';
import { EventStore } from './event-store.js';

const END = goodbye('revoked', false);

/** Resolves once the store has what `is` looks for. */
function until(store: EventStore, is: (store: EventStore) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = store.subscribe(() => {
      if (!is(store)) return;
      end();
      resolve();
    });
  });
}

const ids = (store: EventStore) => store.received().events.map(({ event_id: id }) => id);
const from = (service: ScriptedService) => ({ baseUrl: 'http://ops.test', credential: 'one', fetch: service.fetch });

describe('the events of a component', () => {
  it('are the newest ones, oldest first, each once', async () => {
    const service = new ScriptedService({ streams: [stream([snapshot(2, [1, 2]), event(3), event(4), END])] });
    const store = new EventStore(3);
    const stop = store.start(from(service));
    await until(store, () => ids(store).includes('e4'));
    expect(ids(store)).toEqual(['e2', 'e3', 'e4']);
    stop();
  });

  it('are fewer when fewer are to be kept, which those who listen are told once, and the stream is the same', async () => {
    const service = new ScriptedService({ streams: [stream([snapshot(2, [1, 2]), event(3), event(4), END])] });
    const store = new EventStore(3);
    const stop = store.start(from(service));
    await until(store, () => ids(store).includes('e4'));
    let told = 0;
    const end = store.subscribe(() => (told += 1));
    store.keep(1);
    store.keep(1);
    expect([ids(store), told]).toEqual([['e4'], 1]);
    expect(service.opened).toHaveLength(1);
    end();
    stop();
  });

  it('are bounded in any case', () => {
    for (const keep of [0, -1, NaN]) expect(() => new EventStore(keep)).toThrow(/keep must be at least 1/);
  });

  it('end with the error when a function of the page throws', async () => {
    const store = new EventStore(1);
    const error = new Error('signed out');
    const credential = () => Promise.reject(error);
    const stop = store.start({ ...from(new ScriptedService({ streams: [] })), credential });
    await until(store, () => store.received().state.state === 'refused');
    expect(store.received().state).toEqual({ state: 'refused', error });
    stop();
  });
});
