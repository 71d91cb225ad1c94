import { type Instance } from '../../cluster/instance.js';
import { Nginx } from '../../cluster/nginx.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { Api } from './api.js';
import { Instances } from './instances.js';
import { becomesReady } from './readiness.js';

export interface DeploymentOptions {
  /** Where the instances find Redis: `REDIS_URL` or the variables of Sentinel. */
  readonly redis: Readonly<Record<string, string>>;
  readonly instances?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What the instances run, relative to the repository; `dist/main.js` unless given. */
  readonly script?: string;
  /** Whether nginx serves TLS with HTTP/2. `api` then needs its certificate; `apiOf` does not. */
  readonly tls?: boolean;
  /** Arguments of node for all instances. */
  readonly nodeArgs?: readonly string[];
}

/** Several instances behind nginx with default limits and settings, on a Redis that the test starts. */
export class Deployment {
  private constructor(
    readonly instances: Instances,
    readonly nginx: Nginx,
    /** Calls through nginx. */
    readonly api: Api,
  ) {}

  /** Starts it and waits until every instance is ready. */
  static async start(options: DeploymentOptions): Promise<Deployment> {
    const { redis, instances: count = 3, env = {}, script, nodeArgs, tls } = options;
    const instances = new Instances({ VX11_TRUSTED_PROXIES: 'loopback', ...redis, ...env });
    for (let started = 0; started < count; started++) await instances.add({}, { script, nodeArgs });
    const nginx = await Nginx.start({ upstreams: instances.all, runDir: createRunDirectory('nginx'), tls });
    return new Deployment(instances, nginx, new Api(nginx.baseUrl, instances.credential));
  }

  get all(): readonly Instance[] {
    return this.instances.all;
  }

  /** Calls an instance. */
  apiOf(instance: Instance): Api {
    return this.instances.api(instance);
  }

  /** Waits until every instance says that events are arriving. */
  async ready(): Promise<void> {
    await Promise.all(this.all.map((instance) => becomesReady(instance)));
  }

  async stop(): Promise<void> {
    await this.nginx.stop();
    await this.instances.stop();
  }
}
