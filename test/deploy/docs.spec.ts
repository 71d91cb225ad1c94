// Operators follow these pages step by step on a production system. Every file that the pages name must exist.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { compose } from './support/compose.js';

const read = (path: string) => readFileSync(repositoryFile(path), 'utf8');

const pages = readdirSync(repositoryFile('docs/deployment')).map((name) => `docs/deployment/${name}`);

describe.each([...pages, 'docs/production/high-availability.md'])('%s', (page) => {
  it('names files and folders that exist', () => {
    const paths = [...read(page).matchAll(/(?<![\w/])(?:test|cluster|deploy|nginx|redis|prometheus)\/[\w./-]*\w/g)];
    const missing = paths.map(([path]) => path).filter((path) => !existsSync(repositoryFile(path)));
    expect([...new Set(missing)]).toEqual([]);
  });
});

describe('docs/deployment/prepare.md', () => {
  it('has an override for TLS that docker-compose takes', async () => {
    const [, override] = /```yaml\n([\s\S]*?)```/.exec(read('docs/deployment/prepare.md'))!;
    const file = join(createRunDirectory('override'), 'docker-compose.override.yml');
    writeFileSync(file, override!);
    const { nginx } = (await compose({ VX11_LISTEN: '443' }, file)).services;
    expect(nginx!.environment).toMatchObject({ NGINX_TLS_DIR: '/etc/vx11/tls', NGINX_LISTEN: '8080' });
    expect(nginx!.volumes).toEqual(expect.arrayContaining(['/etc/ssl/vx11:/etc/vx11/tls:ro']));
    expect(nginx!.ports).toEqual([{ published: 443, target: 8080 }]);
    expect(load(override!)).toHaveProperty('services.nginx');
  });
});
