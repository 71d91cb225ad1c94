import { perform } from '../examine.js';
import { buffering } from './buffering.js';
import { type FrontScene } from './front-scene.js';
import { headers } from './headers.js';
import { type HeldStream } from './held-stream.js';
import { idle } from './idle.js';
import { resume } from './resume.js';
import { stream } from './stream.js';
import { tls } from './tls.js';

const sent = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform' };
const good: HeldStream = {
  headers: new Headers({ ...sent, 'X-Accel-Buffering': 'no', Server: 'other' }),
  problem: undefined,
  firstBytesAt: 12,
  heartbeatsAt: [8_010],
  types: ['snapshot', 'heartbeat'],
  openFor: 9_000,
  endedAt: undefined,
};
const scene = (changes: Partial<HeldStream> = {}, url = 'http://127.0.0.1'): FrontScene => ({
  url: new URL(url),
  failure: undefined,
  stream: { ...good, ...changes },
  cookies: ['__Host-vx11_resume'],
  waitSeconds: 18,
  accessLog: undefined,
});

it('what stands in front may be all right', async () => {
  for (const check of [tls, stream, buffering, headers, idle]) {
    const { all } = await perform(check, scene());
    expect(all.map(({ level }) => level)).toEqual(['ok']);
  }
});

it.each([
  ['front-tls.plain', tls, scene({}, 'http://ops.example.net'), 'http://ops.example.net is not encrypted'],
  ['front-stream.empty', stream, scene({ types: [], endedAt: 20 }), 'ended at once'],
  ['front-buffering.late', buffering, scene({ heartbeatsAt: [] }), 'no heartbeat within 18 s'],
  ['front-buffering.slow', buffering, scene({ firstBytesAt: 2_100 }), 'after 2100 ms'],
  [
    'front-headers.accel',
    headers,
    scene({ headers: new Headers({ ...sent, Server: 'other' }) }),
    '(other) is not nginx',
  ],
])('%s', async (fault, check, looked, text) => {
  const { all } = await perform(check, looked);
  expect(all.map((finding) => `${finding.check}.${finding.fault}`)).toEqual([fault]);
  expect(all[0]!.text).toContain(text);
});

it('an instance may end a stream, with a goodbye', async () => {
  const { all } = await perform(idle, scene({ types: ['snapshot', 'goodbye'], openFor: 900, endedAt: 900 }));
  expect(all).toMatchObject([{ level: 'ok', text: 'The instance ended the stream after 0.9 s, with a goodbye.' }]);
});

it.each([
  ['front-resume.none', ['session']],
  ['front-resume.plain', ['session', 'vx11_resume']],
])('%s', async (fault, cookies) => {
  const { all } = await perform(resume, { ...scene({}, 'https://ops.example.net'), cookies });
  expect(all.map((finding) => `${finding.check}.${finding.fault}`)).toEqual([fault]);
  expect(all[0]!.text).toContain('https://ops.example.net is encrypted');
});

it('a browser may get its cookie, and needs none without TLS', async () => {
  expect((await perform(resume, scene({}, 'https://ops.example.net'))).all).toMatchObject([{ level: 'ok' }]);
  const { all, skipped } = await perform(resume, { ...scene(), cookies: [] });
  expect([all, skipped]).toEqual([[], 'It is not encrypted.']);
});

it('nginx takes X-Accel-Buffering out', async () => {
  const { all } = await perform(headers, scene({ headers: new Headers({ ...sent, Server: 'nginx' }) }));
  expect(all[0]!.level).toBe('ok');
});
