// A key that the provider removed must stop counting, whether keys come from a URL or a file, and a broken file must lock nobody out.
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { eventually } from '../../../cluster/eventually.js';
import { readSmallFile } from '../../files/read-file.js';
import { type KeySource } from './jwt-keys.js';
import { JwtPrincipals } from './jwt-principals.js';

const OPTIONS = { issuer: 'https://idp.example', audience: 'vx11', algorithms: ['ES256'] };

async function signer(): Promise<{ key: CryptoKey; set: string; jwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { key: privateKey, set: JSON.stringify({ keys: [jwk] }), jwk };
}

describe('the keys of a provider', () => {
  let folder: string;
  let path: string;
  let provider: JwtPrincipals | undefined;
  let heard: [source: string, reason: string | undefined][];
  let [one, two]: Awaited<ReturnType<typeof signer>>[] = [];

  beforeAll(async () => void ([one, two] = [await signer(), await signer()]));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vx11-keys-'));
    path = join(folder, 'keys.json');
    heard = [];
  });
  afterEach(() => {
    provider?.keys.stop();
    rmSync(folder, { recursive: true });
  });

  function follow(keys: KeySource): JwtPrincipals {
    provider = new JwtPrincipals({ ...OPTIONS, claims: {}, keys }, (...what) => heard.push(what));
    return provider;
  }
  /** Puts another file in place. */
  function publish(text: string): void {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
  const token = ({ key } = one!) =>
    new SignJWT({ sub: 'alice', iss: OPTIONS.issuer, aud: OPTIONS.audience })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setExpirationTime('1 minute')
      .sign(key);
  const takes = (text: string) =>
    provider!.identify(text)!.then(
      () => true,
      () => false,
    );
  const hears = (count: number) =>
    eventually(() => (heard.length >= count ? true : undefined), { what: `${count} words, not ${heard.length}` });

  it('in a file are those that it holds now; one that cannot be used changes nothing, and is told', async () => {
    publish(one!.set);
    follow({ path, ...readSmallFile(path, 10_000) });
    const [byOne, byTwo] = [await token(one), await token(two)];
    expect([await takes(byOne), await takes(byTwo), heard]).toEqual([true, false, []]);
    publish('{}');
    await hears(1);
    expect(await takes(byOne)).toBe(true);
    publish(two!.set);
    await hears(2);
    expect([await takes(byOne), await takes(byTwo)]).toEqual([false, true]);
    rmSync(path);
    await hears(3);
    expect(heard).toEqual([
      [path, 'cannot be used: it is no JSON Web Key Set with keys'],
      [path, undefined],
      [path, 'does not exist'],
    ]);
    expect(await takes(byTwo)).toBe(true);
  });

  it('have an age, from when they were read', () => {
    publish(one!.set);
    const startedAt = performance.now();
    const { keys } = follow({ path, ...readSmallFile(path, 10_000) });
    const age = keys.ageSeconds!;
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThanOrEqual((performance.now() - startedAt) / 1_000);
  });

  it('at a URL are asked for at once, and it is told where that fails', async () => {
    let status = 503;
    const server = createServer((_, response) => response.writeHead(status).end(one!.set)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    follow({ url, maxAgeSeconds: 60 });
    expect(provider!.keys.ageSeconds).toBeUndefined();
    await hears(1);
    expect(heard).toEqual([[url, 'cannot be had: it was answered 503']]);
    provider!.keys.stop();
    status = 200;
    follow({ url, maxAgeSeconds: 60 });
    await eventually(() => provider!.keys.ageSeconds, { what: 'the keys' });
    expect([await takes(await token()), heard.length]).toEqual([true, 1]);
    server.closeAllConnections();
    server.close();
  });

  it('are asked for what looks like a JWT alone', () => {
    publish(one!.set);
    const { fingerprint } = follow({ path, ...readSmallFile(path, 10_000) });
    expect(provider!.identify('operator-credential')).toBeUndefined();
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });
});
