// One deployment for all cases: two instances that are as they should be behind the shipped nginx, one that is not, and one
// nginx with a mistake at each of its ports.
import { dirname } from 'node:path';
import { eventually } from '../../../cluster/eventually.js';
import { Instance } from '../../../cluster/instance.js';
import { Nginx } from '../../../cluster/nginx.js';
import { RedisServer } from '../../../cluster/redis-server.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { repositoryFile } from '../../../cluster/repository.js';
import { newCredential } from '../../support/used-credentials.js';
import { Vx11 } from '../support/vx11.js';
import { anyToken } from './support/any-token.js';
import { CarelessNginx, type Mistake } from './support/careless-nginx.js';
import { becomesReady } from '../../support/readiness.js';
import { apartFromSpeed, type Diagnosis, doctor, doctorProcess } from './support/doctor.js';
import { otherVersion } from './support/other-version.js';

const credential = newCredential();
const settings = { VX11_OPERATOR_TOKEN: credential, VX11_OPERATOR_SSE_HEARTBEAT: '1', LOG_LEVEL: 'warn' };
const OTHER_VERSION = '9.9.9';

let redis: RedisServer;
let one: Instance;
let two: Instance;
/** Another version, with another clock and a memory of its own. */
let odd: Instance;
let nginx: Nginx;
let careless: CarelessNginx;

beforeAll(async () => {
  redis = await RedisServer.start();
  const start = (name: string, env: Record<string, string>, options: { nodeArgs?: string[]; script?: string } = {}) =>
    Instance.start({
      runDir: createRunDirectory(name),
      env: { ...settings, VX11_INSTANCE_ID: name, ...env },
      ...options,
    });
  const shared = { REDIS_URL: redis.url, VX11_TRUSTED_PROXIES: 'loopback' };
  [one, two, odd] = await Promise.all([
    start('one', shared),
    start('two', shared),
    start(
      'odd',
      { VX11_STORE: 'memory', CLOCK_SHIFT_MS: '60000', VX11_OPERATOR_RATE_LIMIT: '0' },
      {
        nodeArgs: ['--import', repositoryFile('test/chaos/support/shifted-clock.mjs')],
        script: otherVersion(OTHER_VERSION),
      },
    ),
  ]);
  nginx = await Nginx.start({ upstreams: [one, two], runDir: createRunDirectory('nginx'), tls: true });
  careless = await CarelessNginx.start(one, dirname(nginx.caFile!));
});
afterAll(async () => {
  await Promise.all([careless.stop(), nginx.stop(), one.kill(), two.kill(), odd.kill()]);
  await redis.kill();
});

/** What comes next needs Redis. */
async function thawed(): Promise<void> {
  redis.thaw();
  for (const instance of [one, two]) await becomesReady(instance);
}

const environment = (url: string) => ({ VX11_URL: url, VX11_CREDENTIAL: credential });

describe('doctor, on instances and their tokens', () => {
  const examine = (url: string, instances: readonly { baseUrl: string }[], only = 'instances,tokens') =>
    doctor(['--only', only, ...instances.flatMap(({ baseUrl }) => ['--instance', baseUrl])], environment(url));

  it('finds nothing wrong with one instance that is asked itself', async () => {
    const { faults, skipped, textOf } = await examine(two.baseUrl, []);
    expect([faults, skipped]).toEqual([[], []]);
    expect(textOf('instances-found')).toBe('Found: two.');
  });

  it('finds another version, another clock, limits and tokens that are not shared, and what nginx leads to', async () => {
    const { exit, faults, findings, textOf } = await examine(careless.url('none'), [two, odd]);
    expect(exit).toBe('problem_found');
    expect(faults).toEqual([
      'instances-found.unused',
      'instances-found.unused',
      'instances-found.unnamed',
      'instances-versions.differ',
      'instances-clocks.off',
      'instances-limits.apart',
      'instances-limits.differ',
      'tokens-round-trip.not-redeemed',
      'tokens-round-trip.not-redeemed',
    ]);
    expect(textOf('instances-versions')).toContain(`odd has ${OTHER_VERSION}`);
    expect(textOf('instances-clocks')).toMatch(/^The clock of odd differs by (59|60)\.\d s/);
    expect(findings.find(({ fault }) => fault === 'apart')?.text).toContain('streams_max');
    expect(findings.at(-1)?.text).toMatch(/: 403 invalid_token\.$/);
  });

  it('finds instances that are away, and addresses of the same one', async () => {
    const { faults } = await examine(one.baseUrl, [one, one, { baseUrl: 'http://127.0.0.1:9' }], 'instances');
    expect(faults).toEqual(['instances-found.away', 'instances-found.twins']);
    const { faults: none } = await examine('http://127.0.0.1:9', []);
    expect(none).toEqual(['instances-found.none', 'tokens-round-trip.not-issued']);
  });

  it('finds parts that do not work', async () => {
    redis.freeze();
    const { faults, findings } = await examine(one.baseUrl, [], 'instances').finally(thawed);
    expect(new Set(faults)).toEqual(new Set(['instances-ready.down']));
    expect(findings.find(({ fault }) => fault === 'down')?.text).toMatch(
      /^At one the part store does not work: The store /,
    );
  });

  it('finds a wrong credential, and does not print it', async () => {
    const wrong = newCredential();
    const env = { ...environment(one.baseUrl), VX11_CREDENTIAL: wrong };
    const { faults, text } = await doctor(['--only', 'tokens,front'], env);
    expect(faults).toEqual(['tokens-round-trip.not-issued', 'front-stream.none']);
    expect(text).not.toContain(wrong);
  });

  it('finds a service that lets a token open two streams', async () => {
    const hollow = await anyToken();
    const { faults } = await doctor(['--only', 'tokens'], environment(hollow.url));
    hollow.close();
    expect(faults).toEqual(['tokens-round-trip.twice']);
  });

  it('skips what needs a credential where there is none', async () => {
    const { exit, skipped, findings } = await doctor(['--only', 'tokens,front'], { VX11_URL: one.baseUrl });
    expect([exit, findings, skipped.map(({ what }) => what)]).toEqual(['ok', [], ['tokens', 'front']]);
  });
});

describe('doctor, on what stands in front', () => {
  const MISTAKES: readonly [Mistake, readonly string[]][] = [
    ['none', []],
    ['buffers', ['front-buffering.held']],
    ['compresses', ['front-compression.compressed']],
    ['cuts', ['front-idle.cut']],
    ['hides', ['front-headers.cache']],
    ['exposes', ['front-inside.open']],
    ['renames', ['front-stream.type']],
    ['logs', ['front-access-log.tokens']],
  ];
  let diagnoses: Map<Mistake, Diagnosis>;
  // Each holds a stream for three seconds, so all are made at the same time.
  beforeAll(async () => {
    const examine = async (mistake: Mistake): Promise<[Mistake, Diagnosis]> => {
      const log = mistake === 'logs' ? ['--access-log', careless.accessLog] : [];
      const args = ['--only', 'front', '--heartbeat', '1', ...log];
      return [mistake, await doctor(args, environment(careless.url(mistake)))];
    };
    diagnoses = new Map(await Promise.all(MISTAKES.map(([mistake]) => examine(mistake))));
  });

  it.each(MISTAKES)('%s: %j', (mistake, faults) => {
    expect(apartFromSpeed(diagnoses.get(mistake)!.faults)).toEqual(faults);
  });

  it('names the line of the log, and not the token', () => {
    const { textOf } = diagnoses.get('logs')!;
    expect(textOf('front-access-log')).toMatch(
      /logs\.log has tokens in it\. Lines with one: 1; the first is line \d+\.$/,
    );
  });

  const overTls = (url: string, ...args: string[]) =>
    doctorProcess(['--only', 'instances,front', '--heartbeat', '1', ...args], {
      ...environment(url),
      NODE_EXTRA_CA_CERTS: nginx.caFile!,
    });

  it('finds nothing wrong with the shipped nginx but a certificate that soon expires', async () => {
    const { exit, faults, skipped, textOf } = await overTls(nginx.baseUrl, '--access-log', nginx.accessLog);
    expect([exit, apartFromSpeed(faults)]).toEqual(['ok', ['front-tls.expiring']]);
    expect(textOf('instances-found')).toBe('Found: one, two.');
    expect(textOf('front-http2')).toBe('HTTP/2 is offered.');
    expect(textOf('front-resume')).toBe('A browser gets the cookie with which it resumes its stream.');
    expect(skipped.map(({ what }) => what)).toEqual(['instances-ready', 'instances-lag', 'instances-limits']);
  });

  it('finds TLS without HTTP/2, of which the service does not hear, and a certificate that is not trusted', async () => {
    const [without, untrusted] = await Promise.all([
      overTls(careless.url('without-http2')),
      doctorProcess(['--only', 'front'], environment(nginx.baseUrl)),
    ]);
    expect(apartFromSpeed(without.faults)).toEqual(['front-tls.expiring', 'front-http2.missing', 'front-resume.none']);
    expect([untrusted.exit, untrusted.faults]).toEqual(['problem_found', ['front-reachable.away']]);
    expect(untrusted.textOf('front-reachable')).toContain('is not trusted');
  });

  it('finds a log that is not the one of what stands in front', async () => {
    const args = ['--only', 'front', '--heartbeat', '1', '--access-log', '/dev/null'];
    const { exit, faults } = await doctor(args, environment(careless.url('none')));
    expect([exit, apartFromSpeed(faults)]).toEqual(['ok', ['front-access-log.empty']]);
  });

  it('holds a stream for as long as it is told, until Ctrl-C', async () => {
    const running = new Vx11(['doctor', '--only', 'front', '--hold', '1000'], { env: environment(two.baseUrl) });
    const open = async () => /^vx11_streams_open 1$/m.test(await textOf(`${two.baseUrl}/metrics`)) || undefined;
    await eventually(open, { what: 'the stream to be open' });
    running.signal('SIGINT');
    expect([await running.exit, running.stdout]).toEqual([130, expect.stringMatching(/^0 findings, /)]);
  });
});

async function textOf(url: string): Promise<string> {
  return (await fetch(url)).text();
}
