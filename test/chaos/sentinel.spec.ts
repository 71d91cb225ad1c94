// A failover loses what was not replicated: entries of the log, and redemptions of tokens. Every stream that had such
// an entry must get a `gap`, and no token may open a second stream.
import { SentinelTopology } from '../../cluster/sentinel.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { KEYS, LOG } from '../../src/redis/redis-keys.js';
import { event } from '../support/api.js';
import { Deployment } from '../support/deployment.js';
import { SseReader } from '../support/sse-reader.js';
import { Load } from './support/load.js';
import { report } from './support/report.js';

describe('three instances on a Redis with Sentinel', () => {
  let topology: SentinelTopology;
  let deployment: Deployment;

  beforeEach(async () => {
    topology = await SentinelTopology.start();
    deployment = await Deployment.start({ redis: topology.env });
  });

  afterEach(async () => {
    await deployment.stop();
    await topology.stop();
  });

  it('the primary is killed under load: streams have all events that survived, and a gap if they had more', async () => {
    const load = await Load.start(deployment);
    try {
      await load.flows();
      const { port } = topology.primary;
      load.breaks('the primary killed under Sentinel');
      await topology.primary.kill();
      await topology.failedOverFrom(port);
      await deployment.ready();
      await load.flows();
      const accepted = await load.finish();
      const primary = await topology.currentPrimary();
      const entries = await primary.cli('XRANGE', KEYS.events(LOG), '-', '+');
      const kept: string[] = entries.match(/^\d{13}-\d+$/gm) ?? [];
      const survived = accepted.filter((id) => kept.includes(id.slice(id.indexOf('-') + 1)));
      load.report(survived);
      expect(survived.length).toBeGreaterThan(50);
      for (const { ids, gaps } of load.clients) {
        const lost = ids.filter((id) => !survived.includes(id));
        expect(survived.filter((id) => !ids.includes(id))).toEqual([]);
        if (lost.length > 0) expect(gaps.map(({ reason }) => reason)).toContain('log_rewound');
        if (gaps.length === 0) expect(ids).toEqual(survived);
      }
    } finally {
      await load.stop();
    }
  });

  it('the replica is cut off, then promoted: no token opens two streams, and streams that had more get a gap', async () => {
    const proxy = await TcpProxy.start({ port: topology.primary.port });
    await topology.replicateThrough(proxy.port);
    const { api } = deployment;
    const token = await api.token();
    const unspent = await api.token();
    const [kept] = await api.publish(event({ summary: 'replicated' }));
    const stream = await api.stream('snapshot=0');
    await stream.first('snapshot');
    // The replica has all of that, before it hears no more.
    expect(await topology.primary.cli('WAIT', '1', '5000')).toMatch(/^1/);
    proxy.swallow();

    const first = await SseReader.open(api.streamUrl(token));
    await first.first('snapshot');
    const [lost] = await api.publish(event({ summary: 'never replicated' }));
    await stream.until(({ frames }) => frames.some(({ id }) => id === lost), 'the event that will be lost');
    await topology.failover();
    // Until the sentinels have told the old primary, instances may still be talking to it.
    const gap = JSON.parse((await stream.first('gap')).data) as Record<string, string>;
    expect(gap).toMatchObject({ reason: 'log_rewound', missed_from: expect.any(String) });
    await deployment.ready();
    for (const spent of [token, token, unspent]) {
      const again = await SseReader.open(api.streamUrl(spent));
      await again.end();
      expect(again.status).toBe(403);
    }
    const [after] = await api.publish(event({ summary: 'after the failover' }));
    await stream.until(({ frames }) => frames.some(({ id }) => id === after), 'the event after the failover');
    const ids = stream.framesOf('message').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(kept);
    const returning = await api.stream('', { 'Last-Event-ID': lost! });
    expect(JSON.parse((await returning.first('gap')).data)).toMatchObject({ reason: 'log_rewound', missed_from: lost });
    for (const reader of [first, stream, returning]) reader.close();
    report({ fault: 'the primary cut off, its replica promoted', streams: 3, lost: 0, doubled: 0, told: 3 });
    await proxy.close();
  });
});
