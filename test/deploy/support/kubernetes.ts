/** What the tests read of the objects of Kubernetes that the chart makes; the published schemas hold the rest. */
interface ObjectOf<Spec> {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string> };
  spec: Spec;
  data?: Record<string, string>;
}

export type KubernetesObject = ObjectOf<unknown>;
type Labels = Record<string, string>;
interface Selector {
  matchLabels: Labels;
}

interface Probe {
  httpGet: { path: string; port: string };
}

export interface Container {
  image: string;
  command?: string[];
  env: { name: string; value?: string }[];
  ports: { name: string; containerPort: number }[];
  lifecycle: { preStop: { exec: { command: [string, string] } } };
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
}

export interface Volume {
  name: string;
  configMap?: { name: string };
  projected?: { sources: { secret: { name: string; items: { key: string; path: string }[] } }[] };
}

interface Pod {
  terminationGracePeriodSeconds: number;
  securityContext: { runAsUser: number };
  containers: [Container];
  volumes: Volume[];
}

interface Peers {
  from?: object[];
  to?: object[];
  ports: { protocol: string; port: number | string }[];
}

/** Each kind that the tests look into. */
export interface Kinds {
  ConfigMap: ObjectOf<undefined>;
  Secret: ObjectOf<undefined>;
  Deployment: ObjectOf<{
    replicas?: number;
    minReadySeconds: number;
    strategy: { rollingUpdate: object };
    selector: Selector;
    template: { metadata: { labels: Labels }; spec: Pod };
  }>;
  Service: ObjectOf<{ selector: Labels; ports: { name: string; port: number; targetPort: string }[] }>;
  NetworkPolicy: ObjectOf<{ podSelector: Selector; policyTypes: string[]; ingress: Peers[]; egress: Peers[] }>;
  PodDisruptionBudget: ObjectOf<{ selector: Selector }>;
  HTTPRoute: ObjectOf<{ parentRefs: { name: string }[]; hostnames: string[]; rules: object[] }>;
  HorizontalPodAutoscaler: ObjectOf<{
    scaleTargetRef: object;
    minReplicas: number;
    maxReplicas: number;
    metrics: [{ pods: object }];
    behavior: { scaleUp: object; scaleDown: object };
  }>;
  ScaledObject: ObjectOf<{
    scaleTargetRef: object;
    triggers: [{ metadata: object }];
    advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: object } } };
  }>;
  ServiceMonitor: ObjectOf<{ selector: Selector; jobLabel: string; endpoints: [{ port: string; path: string }] }>;
  Probe: ObjectOf<{ jobName: string; prober: { url: string }; targets: { staticConfig: { static: string[] } } }>;
  PrometheusRule: ObjectOf<{ groups: { rules: { alert?: string }[] }[] }>;
}

/** The one object of this kind and name; throws when it is not there. */
export function the<Kind extends keyof Kinds>(
  objects: readonly KubernetesObject[],
  kind: Kind,
  name: string,
): Kinds[Kind] {
  const found = objects.filter((one) => one.kind === kind && one.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0] as Kinds[Kind];
}
