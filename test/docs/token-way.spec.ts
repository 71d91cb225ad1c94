// docs/architecture.md shows file by file how a token is issued and redeemed. The tables must list the files that run.
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

  describe.each(['issuing', 'opening'] as const)('%s', (way) => {
    const rows = rowsOf(PAGE, way);
    const listed = rows.flatMap((row) => [...codes(row[way]), ...codes(row.calls)]);

    it('lists only files that run', () => {
      expect(listed.filter((file) => !ran[way].includes(file))).toEqual([]);
    });

    it('lists the files that run, but for a few new ones', () => {
      const always = rowsOf(PAGE, 'every request').flatMap((row) => codes(row['every request']));
      const unlisted = ran[way].filter((file) => !listed.includes(file) && !always.includes(file));
      expect(unlisted.length <= ran[way].length / 10 ? [] : unlisted).toEqual([]);
    });

    it('says how many steps it has', () => expect(page(PAGE)).toContain(`${rows.length} steps and the script`));
  });
});
