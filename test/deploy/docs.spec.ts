// Operators follow these pages step by step on a production system. Every file and variable that the pages name must
// exist.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import '../../src/config/environment.js';
import { describeSettings } from '../../src/config/setting.decorators.js';
import { compose, composeText } from './support/compose.js';

const read = (path: string) => readFileSync(repositoryFile(path), 'utf8');

describe.each(['docs/deployment.md', 'docs/production/high-availability.md'])('%s', (page) => {
  const text = read(page);

  it('names files and folders that exist', () => {
    const paths = [...text.matchAll(/\b(?:test|cluster|nginx|redis|prometheus)\/[\w./-]*\w/g)].map(([path]) => path);
    expect(paths.length).toBeGreaterThan(5);
    expect([...new Set(paths)].filter((path) => !existsSync(repositoryFile(path)))).toEqual([]);
  });

  it('names variables that something reads', () => {
    const settings = describeSettings().map(({ variable }) => variable);
    const scripts = read('redis/start.sh') + read('nginx/render.sh') + composeText;
    const named = [...text.matchAll(/\b(?:VX11|REDIS|NGINX|EPHEMERAL)_[A-Z_]+/g)].map(([name]) => name);
    const unread = named.filter((name) => !settings.includes(name) && !scripts.includes(name));
    expect([...new Set(unread)]).toEqual([]);
  });
});

describe('docs/deployment.md', () => {
  it('has an override for TLS that docker-compose takes', async () => {
    const [, override] = /```yaml\n([\s\S]*?)```/.exec(read('docs/deployment.md'))!;
    const file = join(createRunDirectory('override'), 'docker-compose.override.yml');
    writeFileSync(file, override!);
    const { nginx } = (await compose({ VX11_LISTEN: '443' }, file)).services;
    expect(nginx!.environment).toMatchObject({ NGINX_TLS_DIR: '/etc/vx11/tls', NGINX_LISTEN: '8080' });
    expect(nginx!.volumes).toEqual(expect.arrayContaining(['/etc/ssl/vx11:/etc/vx11/tls:ro']));
    expect(nginx!.ports).toEqual([{ published: 443, target: 8080 }]);
    expect(load(override!)).toHaveProperty('services.nginx');
  });
});
