import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from '../../../cluster/instance.js';
import { Nginx } from '../../../cluster/nginx.js';
import { RedisServer } from '../../../cluster/redis-server.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { Api, event } from '../../support/api.js';
import { becomesReady } from '../../support/readiness.js';
import { SseReader } from '../../support/sse-reader.js';
import { newCredential, used } from '../../support/used-credentials.js';
import { nobody } from './fake-instance.js';

/** The logs that a deployment has written, each a file of lines of JSON and, for the first two, a few of text. */
export interface Logs {
  readonly instance: string;
  readonly nginx: string;
  readonly audit: string;
}

/**
 * Runs Redis, an instance and nginx, before it and a second instance that is gone, and lets everything happen once that leaves a line of
 * a kind of its own. Then it stops them.
 */
export async function logsOfADay(): Promise<Logs> {
  const runDir = createRunDirectory('logs');
  const audit = join(runDir, 'audit.log');
  const credential = newCredential();
  const redis = await RedisServer.start({ dir: runDir });
  const instance = await Instance.start({
    runDir,
    env: {
      VX11_INSTANCE_ID: 'operator-1',
      VX11_OPERATOR_TOKEN: credential,
      VX11_AUDIT: audit,
      VX11_TRUSTED_PROXIES: '127.0.0.1',
      REDIS_URL: redis.url,
    },
  });
  await becomesReady(instance);
  const nginx = await Nginx.start({ upstreams: [instance, await nobody()], runDir });
  const api = new Api(nginx.baseUrl, credential);

  for (let round = 0; round < 10; round++) await openAndClose(api);
  for (let round = 0; round < 50; round++) await api.publish(event());
  const spent = await openAndClose(api);
  await (await SseReader.open(api.streamUrl(spent))).end();
  await api.call('POST', '/operator/api/events', { events: 'none' });
  await new Api(nginx.baseUrl, newCredential()).call('GET', '/operator/api/events');

  const unspent = await api.token();
  await redis.stop();
  await instance.waitForOutput(/The store is lost/);
  await (await SseReader.open(api.streamUrl(unspent))).end();
  await redis.restart();
  await instance.waitForOutput(/The store is back/);

  await instance.stop();
  await nginx.stop();
  await redis.stop();
  return { instance: instance.logFile, nginx: nginx.accessLog, audit };
}

/** Opens a stream and closes it once it is live. Returns its token, which is spent. */
async function openAndClose(api: Api): Promise<string> {
  const token = used(await api.token());
  const stream = await SseReader.open(api.streamUrl(token));
  await stream.first('snapshot');
  stream.close();
  return token;
}

export type LogLine = Readonly<Record<string, unknown>>;

/** The lines of JSON of a file, as they are in it; with a second argument only some. */
export function textsOf(file: string, wanted: (line: LogLine) => boolean = () => true): string[] {
  const texts = readFileSync(file, 'utf8').split('\n');
  return texts.filter((text) => text.startsWith('{') && wanted(JSON.parse(text) as LogLine)).map((text) => `${text}\n`);
}
