import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { type KubernetesObject, the, type Volume } from './kubernetes.js';

type Files = Record<string, string>;

/** What a container of the chart would be started with, on this machine: its variables, its files, its command. */
export interface AsInAPod {
  readonly env: Record<string, string>;
  /** Empty where the image's own is run. */
  readonly command: string[];
}

/**
 * Writes the files that the one container of a Deployment is given from Secrets and ConfigMaps of `objects`, and returns its
 * variables and command with the folders of those files in place of the mounted ones. `podName` stands for the pod's name.
 */
export function asInAPod(objects: readonly KubernetesObject[], deployment: string, podName: string): AsInAPod {
  const { containers, volumes } = the(objects, 'Deployment', deployment).spec.template.spec;
  const [{ env, command = [], volumeMounts }] = containers;
  const moved = (text: string) => {
    const mount = volumeMounts.find(({ mountPath }) => text.startsWith(`${mountPath}/`));
    return mount ? text.replace(mount.mountPath, folders[mount.name]!) : text;
  };
  const folders: Record<string, string> = {};
  for (const volume of volumes) folders[volume.name] = folderWith(filesOf(objects, volume));
  const variables = env.map(({ name, value = podName }) => [name, moved(value)]);
  return {
    env: Object.fromEntries(variables) as Record<string, string>,
    command: command.map(moved),
  };
}

function filesOf(objects: readonly KubernetesObject[], volume: Volume): Files {
  if (volume.configMap) return the(objects, 'ConfigMap', volume.configMap.name).data!;
  const files: Files = {};
  for (const { secret } of volume.projected?.sources ?? []) {
    const { data } = the(objects, 'Secret', secret.name);
    for (const { key, path } of secret.items) files[path] = Buffer.from(data![key]!, 'base64').toString();
  }
  return files;
}

function folderWith(files: Files): string {
  const folder = join(createRunDirectory('mounted'), 'files');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return folder;
}
