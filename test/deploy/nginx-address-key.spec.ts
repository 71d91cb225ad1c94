// Limits are counted by $address_key. An address can be written in many ways; all addresses of one IPv6 /64 must have
// the same key, however they are written.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';

const runDir = createRunDirectory('address-key');

/** nginx that answers the key of the client's address. */
function startNginx(port: number): Promise<ManagedProcess> {
  const file = join(runDir, 'nginx.conf');
  writeFileSync(
    file,
    `pid ${runDir}/nginx.pid; worker_processes 1; error_log stderr notice; events {}
     http {
       access_log off; client_body_temp_path ${runDir}; proxy_temp_path ${runDir}; fastcgi_temp_path ${runDir};
       uwsgi_temp_path ${runDir}; scgi_temp_path ${runDir};
       real_ip_header X-Forwarded-For; set_real_ip_from 127.0.0.1;
       include ${repositoryFile('nginx/address-key.conf')};
       server { listen 127.0.0.1:${port}; location / { return 200 $address_key; } }
     }`,
  );
  const args = ['-c', file, '-e', 'stderr', '-g', 'daemon off;'];
  return ManagedProcess.start({ name: 'nginx', runDir, command: 'nginx', args });
}

describe('$address_key', () => {
  let nginx: ManagedProcess;
  let url: string;

  beforeAll(async () => {
    nginx = await onAPort(undefined, async (port) => {
      const child = await startNginx(port);
      await child.ready(() => /start worker process \d+/.test(child.output()) || undefined, 'nginx to start');
      url = `http://127.0.0.1:${port}/`;
      return child;
    });
  });

  afterAll(() => nginx.stop());

  const keyOf = async (address: string) => (await fetch(url, { headers: { 'X-Forwarded-For': address } })).text();

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:DB8:0:0:1::', '2001:db8:0:0'],
    ['2001:db8:0:7::1', '2001:db8:0:7'],
    ['2001:db8:0:7:1:2:3:4', '2001:db8:0:7'],
    ['1:0:0:4:5:6:7:8', '1:0:0:4'],
    ['0:2:3:4:5:6:7:8', '0:2:3:4'],
    ['::5:6:7:8', '0:0:0:0'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['a-token-that-is-no-address', '127.0.0.1'],
  ])('of %s is %s', async (address, key) => {
    expect(await keyOf(address)).toBe(key);
  });

  it('of any IPv6 address is its first four groups', async () => {
    // Zeros are frequent, so that `::` stands everywhere.
    const group = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 0xffff }));
    const address = fc
      .array(group, { minLength: 8, maxLength: 8 })
      .filter((groups) => groups.slice(0, 5).some(Boolean));
    await fc.assert(
      fc.asyncProperty(address, async (groups) => {
        const text = groups.map((value) => value.toString(16));
        expect(await keyOf(text.join(':'))).toBe(text.slice(0, 4).join(':'));
      }),
      { numRuns: 500 },
    );
  });
});
