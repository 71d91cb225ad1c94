import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, loadAll } from 'js-yaml';
import { repositoryFile } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { type KubernetesObject } from './kubernetes.js';
import { run, type RunResult } from './run.js';

export const HELM = repositoryFile('.run/tools/helm-2.2.2/helm');
export const CHART = 'deploy/helm/operator-backend';

/** The smallest values that can be installed. */
export const SMALLEST = 'test/deploy/helm-values/smallest.yaml';
/** Every part that can be switched on, with the HorizontalPodAutoscaler. */
export const EVERYTHING = 'test/deploy/helm-values/everything.yaml';
/** With KEDA in place of it, and no NetworkPolicy. */
export const KEDA = 'test/deploy/helm-values/keda.yaml';
export const ALL_VALUES = [SMALLEST, EVERYTHING, KEDA];

/** Runs helm with a home of its own; `values` is a file, or values to be laid over it. */
export async function helm(command: readonly string[], ...values: (string | object)[]): Promise<RunResult> {
  if (!existsSync(HELM)) throw new Error('helm is missing: bash test/support/install-helm.sh');
  const home = createRunDirectory('helm');
  const files = values.map((one, index) => {
    if (typeof one === 'string') return one;
    const file = join(home, `${index}.yaml`);
    writeFileSync(file, dump(one));
    return file;
  });
  const args = [...command, CHART, ...files.flatMap((file) => ['--values', file])];
  const { code, output } = await run(HELM, args, { HOME: home });
  return { code, output: output.replaceAll(/^level=INFO msg="found symbolic link.*\n/gm, '') };
}

/** What `helm template` makes of these values, as release `demo` in namespace `platform`. Throws with what helm says. */
export async function render(...values: (string | object)[]): Promise<KubernetesObject[]> {
  const { code, output } = await helm(['template', 'demo', '--namespace', 'platform'], ...values);
  if (code !== 0) throw new Error(output);
  return (loadAll(output) as (KubernetesObject | null)[]).filter((one) => one !== null);
}
