import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeCertificate } from '../../cluster/certificate.js';
import { type Instance } from '../../cluster/instance.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { OPERATOR, READER, reaching, startInMemory } from './support/service.js';
import { vx11 } from './support/vx11.js';

describe('the command line without a service or a credential that it can use', () => {
  let service: Instance;
  let stranger: Server;
  let strangerWithTls: Server;
  const portOf = (server: Server) => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    service = await startInMemory();
    stranger = createServer((_request, response) => response.end('<html>hello')).listen(0, '127.0.0.1');
    const caFile = await makeCertificate(createRunDirectory('cli-tls'));
    const [key, cert] = keyAndCertificate(caFile);
    strangerWithTls = createTlsServer({ key, cert }, (_request, response) => response.end('hello')).listen(
      0,
      '127.0.0.1',
    );
  });
  afterAll(async () => {
    await service.kill();
    stranger.close();
    strangerWithTls.close();
  });

  const address = {
    nobody: () => 'http://127.0.0.1:9',
    'no such name': () => 'http://name.invalid',
    'a stranger': () => `http://127.0.0.1:${portOf(stranger)}`,
    'a path that is not ours': () => `${service.baseUrl}/other`,
    'plain HTTP under https': () => `https://127.0.0.1:${service.port}`,
    'an untrusted certificate': () => `https://127.0.0.1:${portOf(strangerWithTls)}`,
  };

  it.each([
    ['nobody', 3],
    ['no such name', 3],
    ['a stranger', 4],
    ['a path that is not ours', 4],
    ['plain HTTP under https', 4],
    ['an untrusted certificate', 5],
  ] as const)('%s: exit code %i and one sentence', async (who, expected) => {
    for (const command of [['publish', '--module', 'm'], ['tail']]) {
      const env = { VX11_URL: address[who](), VX11_CREDENTIAL: OPERATOR };
      const { code, stdout, stderr } = await vx11(command, { env, stdin: 'line\n' });
      expect([code, stdout, stderr]).toEqual([expected, '', expect.stringMatching(/^vx11: [^\n]+\.\n$/)]);
    }
  });

  it('names a credential without the right, and a wrong one', async () => {
    const publish = (credential: string) =>
      vx11(['publish', '--module', 'm', '-q'], { env: reaching(service, credential), stdin: 'line\n' });
    expect(await publish(READER)).toMatchObject({
      code: 7,
      stderr: expect.stringMatching(/^vx11: The credential lacks the right to publish\./) as unknown,
    });
    expect(await publish('wrong')).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/^vx11: The service does not accept the credential/) as unknown,
    });
    expect((await vx11(['tail'], { env: reaching(service, 'wrong') })).code).toBe(6);
  });

  it('prints no credential', async () => {
    const wrong = 'a-wrong-credential-that-nobody-should-see';
    for (const args of [
      ['tail'],
      ['publish', '--module', 'm'],
      ['streams'],
      ['revoke', 'principal'],
      ['smoke', '--json'],
      ['check-config'],
      ['doctor', '--json'],
      ['hash-token'],
    ]) {
      const { stdout, stderr } = await vx11(args, {
        env: { ...reaching(service, wrong), VX11_OPERATOR_TOKEN: wrong },
        stdin: 'x\n',
      });
      expect(stdout + stderr).not.toContain(wrong);
    }
  });

  it('asks for a credential if there is none', async () => {
    const { code, stderr } = await vx11(['tail'], { env: { VX11_URL: service.baseUrl } });
    expect([code, stderr]).toEqual([6, expect.stringContaining('--credential-file')]);
  });
});

/** Key and certificate that `makeCertificate` left beside each other. */
function keyAndCertificate(caFile: string): [Buffer, Buffer] {
  const directory = dirname(caFile);
  return [readFileSync(join(directory, 'tls.key')), readFileSync(join(directory, 'tls.crt'))];
}
