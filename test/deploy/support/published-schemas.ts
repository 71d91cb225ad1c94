import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { type KubernetesObject } from './kubernetes.js';
import { run } from './run.js';

/** Where the schema of each kind is: made from what Kubernetes and the projects publish. */
const SCHEMAS: Record<string, string> = {
  'v1 ConfigMap': 'kubernetes-models/v1/ConfigMap',
  'v1 Secret': 'kubernetes-models/v1/Secret',
  'v1 Service': 'kubernetes-models/v1/Service',
  'v1 ServiceAccount': 'kubernetes-models/v1/ServiceAccount',
  'apps/v1 Deployment': 'kubernetes-models/apps/v1/Deployment',
  'autoscaling/v2 HorizontalPodAutoscaler': 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler',
  'networking.k8s.io/v1 NetworkPolicy': 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy',
  'policy/v1 PodDisruptionBudget': 'kubernetes-models/policy/v1/PodDisruptionBudget',
  'gateway.networking.k8s.io/v1 HTTPRoute': '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute',
  'keda.sh/v1alpha1 ScaledObject': '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject',
  'monitoring.coreos.com/v1 Probe': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe',
  'monitoring.coreos.com/v1 PrometheusRule':
    '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule',
  'monitoring.coreos.com/v1 ServiceMonitor':
    '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor',
};

type Model = new (object: object) => { validate(): void };

function schemaOf({ apiVersion, kind }: KubernetesObject): string {
  const schema = SCHEMAS[`${apiVersion} ${kind}`];
  if (!schema) throw new Error(`there is no schema for ${apiVersion} ${kind}`);
  return schema;
}

/** Throws with the path when a value is not what the schema of its kind wants, or a required one is missing. */
export async function expectSound(object: KubernetesObject): Promise<void> {
  const models = (await import(schemaOf(object))) as Record<string, Model>;
  new models[object.kind]!(object).validate();
}

/**
 * What the compiler says of the objects as values of the published types: nothing if every key of theirs is known, which the
 * schemas do not look at.
 */
export async function unknownKeys(objects: readonly KubernetesObject[]): Promise<string> {
  const file = join(createRunDirectory('objects'), 'objects.ts');
  const text = objects.map((object, index) => {
    const type = `import('${schemaOf(object)}').I${object.kind}`;
    return `export const object${index}: ${type} = ${JSON.stringify(object, null, 1)};\n`;
  });
  writeFileSync(file, text.join(''));
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--lib',
    'es2022',
    '--module',
    'nodenext',
  ];
  return (await run(repositoryFile('node_modules/.bin/tsc'), [...options, '--ignoreConfig', file])).output;
}
