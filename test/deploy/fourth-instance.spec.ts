// docs/scaling.md adds an instance to a deployment that runs. An address that is taken, or missing in the list, would show only
// then. (--scale gives no instance an address of its own.)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { type ComposeFile, composeText, exampleVariables } from './support/compose.js';
import { run } from './support/run.js';

const page = readFileSync(repositoryFile('docs/scaling.md'), 'utf8');

/** docker-compose.yml with the entry of operator-3 copied to operator-4, as docker-compose understands it. */
async function withFourthInstance(): Promise<ComposeFile> {
  const folder = createRunDirectory('fourth-instance');
  const [entry = ''] = /^ {2}operator-3:\n(?: {4}.*\n)+/m.exec(composeText) ?? [];
  const copy = entry.replaceAll('operator-3', 'operator-4').replace('.23', '.24');
  writeFileSync(join(folder, 'docker-compose.yml'), composeText.replace(entry, `${entry}\n${copy}`));
  writeFileSync(join(folder, 'env'), exampleVariables.map((name) => `${name}=x\n`).join(''));
  const { code, output } = await run('docker-compose', [
    ...['-f', join(folder, 'docker-compose.yml')],
    ...['--env-file', join(folder, 'env'), 'config'],
  ]);
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  return load(output) as ComposeFile;
}

describe('a fourth instance', () => {
  it('is a copy of the third with the address that the page gives to nginx', async () => {
    const { services } = await withFourthInstance();
    const instances = Object.entries(services).filter(([name]) => name.startsWith('operator-'));
    const addresses = instances.map(([, { networks }]) => `${networks!['platform']!.ipv4_address}:8000`);
    expect(addresses).toHaveLength(4);
    expect(/NGINX_UPSTREAMS="([^"]*)"/.exec(page)![1]!.split(' ')).toEqual(addresses.sort());
    expect(instances.at(-1)![1].environment!['VX11_INSTANCE_ID']).toBe('operator-4');
  });
});
