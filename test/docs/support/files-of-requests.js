// Runs an instance from dist/ in this process and prints which of its files run while it issues a token and while it opens a stream:
// `{"issuing":[…],"opening":[…]}`, paths relative to src/. A file counts if it runs in each of several requests, so that files
// which run in the background do not. The environment has the settings of the instance.
import 'reflect-metadata';
import { once } from 'node:events';
import { get, request } from 'node:http';
import { Session } from 'node:inspector/promises';
import { pino } from 'pino';
import { createApp } from '../../../dist/app/create-app.js';
import { loadSettings } from '../../../dist/config/load-settings.js';

const DIST = new URL('../../../dist/', import.meta.url).href;
const EVENTS = '/operator/api/events';
const TIMES = 10;

const app = await createApp(loadSettings(process.env).settings, pino({ level: 'silent' }));
await app.listen(0, '127.0.0.1');
const server = app.getHttpServer();
const { port } = server.address();
const at = { host: '127.0.0.1', port };

const profiler = new Session();
profiler.connect();
await profiler.post('Profiler.enable');
await profiler.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

/** The files of dist/ of which a function ran since the last call. */
async function filesThatRan() {
  const { result } = await profiler.post('Profiler.takePreciseCoverage');
  const ran = result.filter(({ functions }) => functions.some(({ ranges: [whole] }) => whole.count > 0));
  return new Set(ran.flatMap(({ url }) => (url.startsWith(DIST) ? [url.slice(DIST.length)] : [])));
}

/** Resolves once the instance has done all that follows its response, such as the log line. */
async function issue() {
  const over = once(server, 'request').then(([, response]) => once(response, 'close'));
  const headers = { 'X-VX11-Token': process.env.VX11_OPERATOR_TOKEN };
  const [response] = await once(
    request({ ...at, path: `${EVENTS}/sse-token`, method: 'POST', headers }).end(),
    'response',
  );
  const body = (await response.setEncoding('utf8').toArray()).join('');
  await over;
  return JSON.parse(body).sse_token;
}

/** Resolves once the stream has sent its snapshot. */
async function open(token) {
  const [response] = await once(get({ ...at, path: `${EVENTS}/stream?token=${token}` }), 'response');
  for await (const bytes of response) if (bytes.includes('snapshot')) return;
}

async function isReady() {
  const [response] = await once(get({ ...at, path: '/health/ready' }), 'response');
  response.resume();
  return response.statusCode === 200;
}

/** The files that run each time when `work` is done several times. */
async function filesOf(work) {
  let files;
  for (let time = 0; time < TIMES; time++) {
    await filesThatRan();
    await work();
    const ran = await filesThatRan();
    files = files?.filter((file) => ran.has(file)) ?? [...ran];
  }
  return files.map((file) => file.replace(/\.js$/, '.ts')).sort();
}

while (!(await isReady()));
await open(await issue());
const issuing = await filesOf(issue);
const tokens = [];
for (let time = 0; time < TIMES; time++) tokens.push(await issue());
const opening = await filesOf(() => open(tokens.pop()));
process.stdout.write(JSON.stringify({ issuing, opening }));
process.exit();
