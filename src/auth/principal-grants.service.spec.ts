// This service tells what a token or an open stream may still show: both must lose every right that their principal loses.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { eventually } from '../../cluster/eventually.js';
import { readSmallFile } from '../files/read-file.js';
import { digestOfCredential, fingerprintOf } from '../principal/fingerprint.js';
import { type LocalPrincipal } from '../principal/principal.js';
import { type PrincipalSourcesOptions } from '../principal/principal-sources.js';
import { type Grant } from '../token-store/token-store.interface.js';
import { PrincipalGrants } from './principal-grants.service.js';
import { PrincipalsService } from './principals.service.js';

Logger.overrideLogger(false);

const CREDENTIAL = 'principal-credential';
const FINGERPRINT = fingerprintOf(digestOfCredential(CREDENTIAL));
const PROVIDER = { issuer: 'https://idp.example', audience: 'vx11', algorithms: ['ES256'], claims: {} };
const OF_PROVIDER = fingerprintOf(digestOfCredential(`${PROVIDER.issuer}\n${PROVIDER.audience}`));

function local(more: Partial<LocalPrincipal> = {}): LocalPrincipal {
  return { name: 'watch', rights: ['read'], scope: {}, digests: [digestOfCredential(CREDENTIAL)], ...more };
}
const grant = (more: Partial<Grant> = {}): Grant => ({ principal: 'watch', rights: ['read'], issuedAt: 1, ...more });

describe('what a grant is worth now', () => {
  let principals: PrincipalsService | undefined;
  afterEach(() => principals?.onModuleDestroy());

  function grants(some: LocalPrincipal[], more: Partial<PrincipalSourcesOptions> & { jwt?: boolean } = {}) {
    const keys = { path: '/nonexistent/keys.json', identity: '', text: '{"keys":[{"kty":"EC"}]}' };
    const options = { principals: some, principalsFile: undefined, refuseWeakCredentials: false, ...more };
    principals = new PrincipalsService({ ...options, jwt: more.jwt ? { ...PROVIDER, keys } : undefined });
    return new PrincipalGrants(principals);
  }

  it('is all that it was, where its principal may do it still', () => {
    const given = grant({ fingerprint: FINGERPRINT, modules: ['switch'], address: '192.0.2.1' });
    expect(grants([local()]).current(given)).toEqual(given);
  });

  it('is no more than its principal may do now, and no more than it was', () => {
    const now = grants([local({ rights: ['read', 'admin'], scope: { read: { modules: ['switch', 'hermes'] } } })]);
    expect(now.current(grant({ rights: ['read', 'publish'], modules: ['hermes', 'madre'] }))).toEqual(
      grant({ rights: ['read'], modules: ['hermes'] }),
    );
  });

  it.each<[string, LocalPrincipal[], Partial<Grant>]>([
    ['its principal is gone', [], {}],
    ['its principal may not read any more', [local({ rights: ['publish'] })], {}],
    ['it gave no right to read', [local()], { rights: ['publish'] }],
    ['its credential is gone', [local()], { fingerprint: '0'.repeat(16) }],
    ['it has expired', [local()], { expiresAt: Date.now() }],
  ])('is nothing where %s', (_, some, more) => expect(grants(some).current(grant(more))).toBeUndefined());

  it('is what the provider vouched for until it expires, with the same provider', () => {
    const later = { expiresAt: Date.now() + 60_000 };
    const given = grant({ principal: 'jwt:watch', fingerprint: OF_PROVIDER, modules: ['switch'], ...later });
    expect(grants([], { jwt: true }).current(given)).toEqual(given);
    expect(principals!.rightsNow({ ...given, expiresAt: undefined })).toEqual([]);
    expect(principals!.rightsNow({ ...given, expiresAt: Date.now() })).toEqual([]);
    principals!.onModuleDestroy();
    const other = grant({ principal: 'jwt:watch', fingerprint: FINGERPRINT, ...later });
    expect(grants([local()], { jwt: true }).current(other)).toBeUndefined();
    principals!.onModuleDestroy();
    expect(grants([]).current(given)).toBeUndefined();
  });

  it('is asked again whenever principals lost something', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vx11-grants-'));
    const path = join(folder, 'principals.yaml');
    writeFileSync(path, 'principals: [] # as it was at start');
    const { identity } = readSmallFile(path, 1_000);
    const some = grants([], { principalsFile: { path, identity, principals: [local()] } });
    expect([principals!.file?.valid, principals!.directory.anyLimit]).toEqual([true, false]);
    let told = 0;
    some.onChange(() => told++);
    expect(some.current(grant())).toBeDefined();
    rmSync(path);
    writeFileSync(path, 'principals: []');
    await eventually(() => (told > 0 ? true : undefined), { what: 'the change of the file' });
    expect([told, some.current(grant())]).toEqual([1, undefined]);
    rmSync(folder, { recursive: true });
  });
});
