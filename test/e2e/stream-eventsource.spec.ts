// An independent client that follows the standard of EventSource must get every event, reconnect by itself and lose nothing.
import { type Socket } from 'node:net';
import { EventSource } from 'eventsource';
import { eventually } from '../../cluster/eventually.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';

interface Seen {
  readonly summaries: string[];
  readonly kinds: string[];
  opened: number;
}

function listen(source: EventSource): Seen {
  const seen: Seen = { summaries: [], kinds: [], opened: 0 };
  source.onopen = () => seen.opened++;
  source.onmessage = ({ data }) => seen.summaries.push((JSON.parse(data as string) as { summary: string }).summary);
  for (const kind of ['snapshot', 'gap', 'heartbeat', 'goodbye']) {
    source.addEventListener(kind, () => seen.kinds.push(kind));
  }
  return seen;
}

describe('an independent EventSource', () => {
  let app: InProcessApp;
  let source: EventSource | undefined;

  afterEach(async () => {
    // Under this client, fetch opens another connection when a stream is aborted, and sends nothing on it.
    app.server.on('connection', (socket: Socket) => socket.destroy());
    source?.close();
    await app.close();
  });

  it('sees the snapshot by name, and events without a name', async () => {
    app = await startInProcess();
    source = new EventSource(app.reader.streamUrl(await app.reader.token()));
    const seen = listen(source);
    await eventually(() => (seen.kinds.includes('snapshot') ? true : undefined), { what: 'the snapshot' });
    await app.operator.publish(event({ summary: 'one' }), event({ summary: 'two' }));
    await eventually(() => (seen.summaries.length === 2 ? true : undefined), { what: 'the events' });
    expect(seen).toEqual({ summaries: ['one', 'two'], kinds: ['snapshot'], opened: 1 });
  });

  it('with a credential in its header reconnects by itself after a goodbye, and misses nothing', async () => {
    app = await startInProcess({ VX11_STREAM_MAX_SECONDS: '1' });
    source = new EventSource(`${app.baseUrl}/operator/api/events/stream?snapshot=0`, {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...app.reader.headers } }),
    });
    const seen = listen(source);
    await eventually(() => (seen.opened === 1 ? true : undefined), { what: 'the first connection' });
    let published = 0;
    const publish = () => app.operator.publish(event({ summary: String(published++) }));
    await eventually(
      async () => {
        await publish();
        return seen.opened >= 2 || undefined;
      },
      { what: 'the second connection', everyMs: 50 },
    );
    await publish();
    await eventually(() => (seen.summaries.length >= published ? true : undefined), { what: 'every event' });
    expect(seen.summaries).toEqual(Array.from({ length: published }, (_, index) => String(index)));
    expect(seen.kinds.filter((kind) => kind !== 'goodbye')).toEqual(['snapshot']);
  });

  it('with a spent token is refused for good, as the standard requires', async () => {
    app = await startInProcess();
    const url = app.reader.streamUrl(await app.reader.token());
    source = new EventSource(url);
    const seen = listen(source);
    await eventually(() => (seen.opened === 1 ? true : undefined), { what: 'the first connection' });
    const second = new EventSource(url);
    const status = await new Promise<number | undefined>((resolve) => (second.onerror = ({ code }) => resolve(code)));
    expect(status).toBe(403);
    expect(second.readyState).toBe(EventSource.CLOSED);
  });
});
