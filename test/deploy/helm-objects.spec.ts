// No cluster runs where the tests run. So every object is held against the schema that Kubernetes, or the project that
// made its kind, publishes.
import { ALL_VALUES, EVERYTHING, KEDA, render, SMALLEST } from './support/helm.js';
import { type KubernetesObject, the } from './support/kubernetes.js';
import { expectSound, unknownKeys } from './support/published-schemas.js';

const kinds = (objects: readonly KubernetesObject[]) => [...new Set(objects.map(({ kind }) => kind))].sort();
const FIRST = ['ConfigMap', 'Deployment', 'Secret', 'Service', 'ServiceAccount'];

describe('the objects of the chart', () => {
  it.each(ALL_VALUES)('are what the published schemas want, with %s', async (values) => {
    for (const object of await render(values)) await expectSound(object);
  });

  it('have no key that the published types do not know', async () => {
    const objects = (await Promise.all(ALL_VALUES.map((values) => render(values)))).flat();
    expect(await unknownKeys(objects)).toBe('');
  });

  it('are looked at closely: a misspelt key and a wrong value are told', async () => {
    const route = the(await render(EVERYTHING), 'HTTPRoute', 'demo-operator-backend');
    const withTimeouts = (timeouts: object) => ({ ...route, spec: { ...route.spec, rules: [{ timeouts }] } });
    await expect(expectSound(withTimeouts({ request: 'never' }))).rejects.toThrow('/spec/rules/0/timeouts/request');
    expect(await unknownKeys([withTimeouts({ requests: '0s' })])).toContain('"requests"');
  });

  it('are of the kinds that the values ask for, and of no other', async () => {
    const always = [...FIRST, 'NetworkPolicy', 'PodDisruptionBudget'];
    expect(kinds(await render(SMALLEST))).toEqual(always.sort());
    const monitoring = ['Probe', 'PrometheusRule', 'ServiceMonitor'];
    expect(kinds(await render(EVERYTHING))).toEqual(
      [...always, ...monitoring, 'HTTPRoute', 'HorizontalPodAutoscaler'].sort(),
    );
    const withoutOwnSecret = FIRST.filter((kind) => kind !== 'Secret');
    expect(kinds(await render(KEDA))).toEqual([...withoutOwnSecret, 'ScaledObject', 'ServiceMonitor'].sort());
  });
});
