// A secret that cannot be replaced while people watch is not replaced.
import { eventually } from '../../cluster/eventually.js';
import { Load } from '../chaos/support/load.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';

describe('docs/deployment/rotation.md, followed under load', () => {
  let project: ComposeProject;
  let load: Load;

  beforeAll(async () => void (project = await ComposeProject.start()), 120_000);
  afterAll(() => project.stop());

  beforeEach(async () => {
    load = await Load.start(project, { throughNginx: true });
    await load.flows();
  });
  afterEach(() => load.stop());

  it('a credential: both count, then the new one alone', async () => {
    load.breaks('a credential rotated: instances replaced twice');
    await project.shell.follow(stepsOf('docs/deployment/rotation.md', 'credential-added'));
    const old = project.api.headers;
    project.moveClients();
    expect(project.api.headers).not.toEqual(old);
    await eventually(() => isUsed(project), { what: 'the use of the new credential', timeoutMs: 60_000 });
    expect(await statusOf(project, old)).toBe(200);
    load.breaks('a credential rotated: instances replaced twice');
    await project.shell.follow(stepsOf('docs/deployment/rotation.md', 'credential-dropped'));
    expect(await statusOf(project, old)).toBe(403);
    expect(await statusOf(project, project.api.headers)).toBe(200);
    await load.flows();
    await load.expectComplete();
  }, 300_000);

  it('the password of Redis: both count, then the new one alone', async () => {
    const before = project.redis.passwords.service;
    load.breaks('the password of Redis rotated: instances replaced once');
    await project.shell.follow(stepsOf('docs/deployment/rotation.md', 'redis-password'));
    await load.flows();
    expect(await login(project, before)).toMatch(/WRONGPASS/);
    await load.expectComplete();
  }, 300_000);

  it('the container of Redis is created anew with that password', async () => {
    const before = project.redis.passwords.service;
    load.breaks('the container of Redis created anew');
    await project.shell.follow(stepsOf('docs/deployment/rotation.md', 'redis-recreated'));
    expect(project.redis.passwords.service).not.toBe(before);
    expect(await login(project, before)).toMatch(/WRONGPASS/);
    await load.flows();
    await load.expectComplete();
  }, 300_000);
});

async function statusOf(project: ComposeProject, headers: Record<string, string>): Promise<number> {
  return (await fetch(`${project.nginx.baseUrl}/operator/api/events?limit=1`, { headers })).status;
}

/** Whether the figures show the newest credential in use, as the page has it. */
async function isUsed({ shell }: ComposeProject): Promise<true | undefined> {
  const [printed = ''] = await shell.follow(stepsOf('docs/deployment/rotation.md', 'credential-moved'));
  const digest = printed.trim().split('\n').at(-1)!;
  const used = [...printed.matchAll(/fingerprint="(\w+)"/g)].map(([, fingerprint]) => fingerprint!);
  return used.some((fingerprint) => digest.startsWith(fingerprint)) || undefined;
}

function login({ redis }: ComposeProject, password: string): Promise<string> {
  return redis.cli('AUTH', 'vx11', password).catch((error: Error) => error.message);
}
