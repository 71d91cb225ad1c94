// Between hosts, digests of tokens, events and the password cross the network. Redis must be reachable over TLS, and an
// instance must not talk to a server whose certificate it cannot verify.
import { Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { becomesReady } from '../support/readiness.js';
import { newCredential } from '../support/used-credentials.js';
import { run } from './support/run.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';

describe('redis with TLS', () => {
  const stopped = stoppedAfterEach();

  const start = async (redis: RedisServer, env: Record<string, string>) =>
    stopped(
      await Instance.start({
        runDir: createRunDirectory('tls'),
        env: { REDIS_URL: redis.url, VX11_OPERATOR_TOKEN: newCredential(), ...env },
      }),
    );

  it('replies over TLS and over nothing else', async () => {
    const redis = stopped(await RedisServer.start({ tls: true }));
    expect(await redis.cli('PING')).toBe('PONG');
    const { output } = await run('redis-cli', ['-p', String(redis.port), 'PING']);
    expect(output).not.toContain('PONG');
  });

  it('is used by an instance that trusts its authority, and by no other', async () => {
    const redis = stopped(await RedisServer.start({ tls: true }));
    expect(redis.url).toMatch(/^rediss:/);
    await becomesReady(await start(redis, { NODE_EXTRA_CA_CERTS: redis.caFile! }));
    const wary = await start(redis, {});
    await wary.waitForOutput(/certificate/);
    expect((await fetch(`${wary.baseUrl}/health/traffic`)).status).toBe(503);
  });
});
