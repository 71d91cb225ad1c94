import { Instance, type InstanceOptions } from '../../cluster/instance.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { Api } from './api.js';
import { becomesReady } from './readiness.js';
import { newCredential } from './used-credentials.js';

/** Instances as child processes that share their settings, as a deployment would. */
export class Instances {
  readonly all: Instance[] = [];
  readonly credential = newCredential();
  readonly runDir = createRunDirectory('instances');

  constructor(private readonly env: Record<string, string>) {}

  /** Starts another one and waits until it is ready; its name is `a`, `b`, `c` and so on. */
  async add(env: Record<string, string> = {}, options: Partial<InstanceOptions> = {}): Promise<Instance> {
    const instance = await this.addUnready(env, options);
    await becomesReady(instance);
    return instance;
  }

  /** Starts another one, which may never become ready. */
  async addUnready(env: Record<string, string> = {}, options: Partial<InstanceOptions> = {}): Promise<Instance> {
    const name = String.fromCharCode('a'.charCodeAt(0) + this.all.length);
    const instance = await Instance.start({
      runDir: this.runDir,
      env: {
        VX11_OPERATOR_TOKEN: this.credential,
        VX11_INSTANCE_ID: name,
        ...this.env,
        ...env,
      },
      ...options,
    });
    this.all.push(instance);
    return instance;
  }

  api(instance: { readonly baseUrl: string }): Api {
    return new Api(instance.baseUrl, this.credential);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((instance) => instance.stop()));
  }
}
