import {
  event,
  gap,
  goodbye,
  heartbeat,
  refusal,
  ScriptedService,
  snapshot,
  stream,
} from '../test-support/scripted-service.js';
import { subscribe } from './subscribe.js';

const options = (service: ScriptedService) => ({ baseUrl: 'http://ops.test', credential: 'c', fetch: service.fetch });

describe('subscribe', () => {
  it('calls the handler of each kind, in order, and settles at the end', async () => {
    const frames = [
      snapshot(1),
      event(2),
      gap(3, 'trimmed'),
      heartbeat(4),
      'event: x\ndata: {}\n\n',
      goodbye('revoked', false),
    ];
    const kinds: string[] = [];
    const note = ({ kind }: { kind: string }) => kinds.push(kind);
    const handlers = {
      onSnapshot: note,
      onEvent: note,
      onGap: note,
      onHeartbeat: note,
      onUnknown: note,
      onGoodbye: note,
    };
    await subscribe(options(new ScriptedService({ streams: [stream(frames)] })), handlers).done;
    expect(kinds).toEqual(['snapshot', 'event', 'gap', 'heartbeat', 'unknown', 'goodbye']);
  });

  it('ends when it is closed, and when its signal aborts', async () => {
    const service = new ScriptedService({ streams: [stream([event(1)], 'hang'), stream([event(2)], 'hang')] });
    const first = subscribe(options(service), { onEvent: () => first.close() });
    await first.done;
    const controller = new AbortController();
    const onEvent = () => controller.abort();
    await subscribe({ ...options(service), signal: controller.signal }, { onEvent }).done;
  });

  it('rejects with the refusal, and with the error that a handler throws', async () => {
    const refused = new ScriptedService({ tokens: [refusal(401, 'auth_required')], streams: [] });
    await expect(subscribe(options(refused), {}).done).rejects.toMatchObject({ name: 'RefusedError' });
    const service = new ScriptedService({ streams: [stream([event(1)], 'hang')] });
    const onEvent = () => {
      throw new Error('the page broke');
    };
    await expect(subscribe(options(service), { onEvent }).done).rejects.toThrow('the page broke');
  });
});
