import { newCredential, used } from '../../support/used-credentials.js';
import { READ_TIMEOUT_SECONDS } from '../../../src/cli/doctor/settings/heartbeat.js';
import { page } from '../../docs/support/markdown.js';
import { doctor } from './support/doctor.js';

const good = {
  NODE_ENV: 'production',
  REDIS_URL: 'redis://127.0.0.1',
  VX11_OPERATOR_TOKEN: newCredential(),
  VX11_TRUSTED_PROXIES: '10.0.0.0/8',
};
const examine = (env: Record<string, string> = {}, ...args: string[]) =>
  doctor(['--only', 'settings', ...args], { ...good, ...env });

/** The names of the members of a document, and of the elements of its lists. */
function shapeOf(text: string): string[][] {
  const document = JSON.parse(text) as { findings: object[]; skipped: object[] };
  return [Object.keys(document), Object.keys(document.findings[0]!)];
}

describe('doctor, on settings', () => {
  it('finds nothing wrong with good ones', async () => {
    expect(await examine()).toMatchObject({ exit: 'ok', faults: [], skipped: [] });
  });

  it.each([
    [{ PORT: 'many' }, 'settings-valid.refused', 'PORT: got "many", wants'],
    [{ VX11_OPERATOR_TOKENS: 'x' }, 'settings-unknown.unknown', 'VX11_OPERATOR_TOKENS is not a setting'],
    [{ VX11_TRUSTED_PROXIES: '' }, 'settings-proxies.nobody', 'VX11_TRUSTED_PROXIES is not set'],
    [{ VX11_TRUSTED_PROXIES: 'loopback,0.0.0.0/0' }, 'settings-proxies.everybody', '0.0.0.0/0'],
    [{ VX11_ALLOW_PRINCIPAL_IN_QUERY: 'true' }, 'settings-query.accepted', 'into URLs'],
    [{ VX11_STORE: 'memory', REDIS_URL: '' }, 'settings-store.memory', 'the memory of one process'],
    [{ VX11_OPERATOR_SSE_HEARTBEAT: '9' }, 'settings-heartbeat.slow', 'every 9 s'],
  ])('%j', async (env, fault, text) => {
    const { faults, textOf } = await examine(env);
    expect(faults).toEqual([fault]);
    expect(textOf(fault.split('.')[0]!)).toContain(text);
  });

  it('knows the time-out of the shipped nginx', () => {
    expect(page('nginx/stream.conf')).toContain(`proxy_read_timeout ${READ_TIMEOUT_SECONDS}s;`);
  });

  it('a credential that can be guessed, which it does not print', async () => {
    const weak = used('let-me-in-please');
    const { exit, faults, text } = await examine({ VX11_OPERATOR_TOKEN: weak });
    expect([exit, faults]).toEqual(['problem_found', ['settings-valid.refused', 'settings-credentials.weak']]);
    expect(text).not.toContain(weak);
    const accepted = { VX11_OPERATOR_TOKEN: weak, VX11_ALLOW_WEAK_CREDENTIALS: 'true' };
    expect(await examine(accepted)).toMatchObject({ exit: 'ok', faults: ['settings-credentials.weak'] });
    expect(await examine(accepted, '--strict')).toMatchObject({ exit: 'problem_found' });
  });

  it('prints one JSON document, as the reference shows it', async () => {
    const [, shown] = /^```\n(\{[^]*?\})\n```$/m.exec(page('docs/reference/doctor.md'))!;
    const { text } = await examine({ PORT: 'many' });
    expect(shapeOf(text)).toEqual(shapeOf(shown!));
  });

  it('says that it looked at none where none is set', async () => {
    const { skipped, findings } = await doctor(['--only', 'settings'], { VX11_CREDENTIAL: newCredential() });
    expect([skipped.map(({ what }) => what), findings]).toEqual([['settings'], []]);
  });
});
