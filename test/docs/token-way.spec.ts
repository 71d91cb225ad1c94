// docs/architecture.md shows file by file how a token is issued and redeemed. It must list every file that runs, and no other.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RedisServer } from '../../cluster/redis-server.js';
import { repository, repositoryFile } from '../../cluster/repository.js';
import { newCredential } from '../support/used-credentials.js';
import { codes, page, rowsOf } from './support/markdown.js';

const PAGE = 'docs/architecture.md';

interface Files {
  readonly issuing: readonly string[];
  readonly opening: readonly string[];
}

describe('the way of a token in docs/architecture.md', () => {
  let ran: Files;
  beforeAll(async () => {
    const redis = await RedisServer.start();
    const env = { PATH: process.env.PATH, VX11_OPERATOR_TOKEN: newCredential(), REDIS_URL: redis.url };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [repositoryFile('test/docs/support/files-of-requests.js')],
      { env, cwd: repository },
    );
    await redis.kill();
    ran = JSON.parse(stdout) as Files;
  });

  it.each(['issuing', 'opening'] as const)('lists the files that run while %s', (way) => {
    const rows = rowsOf(PAGE, way);
    const steps = rows.flatMap((row) => codes(row[way]));
    const called = rows.flatMap(({ calls }) => codes(calls));
    const always = rowsOf(PAGE, 'every request').flatMap((row) => codes(row['every request']));
    const common = always.filter((file) => ran[way].includes(file));
    expect([...new Set([...steps, ...called, ...common])].sort()).toEqual([...ran[way]].sort());
  });

  it.each(['issuing', 'opening'] as const)('says how many files run while %s', (way) => {
    const steps = rowsOf(PAGE, way).length;
    expect(page(PAGE)).toContain(`${steps} steps, ${ran[way].length} files in all`);
  });
});
