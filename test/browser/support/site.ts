import { type Instance } from '../../../cluster/instance.js';
import { TcpProxy } from '../../../cluster/tcp-proxy.js';
import { sample } from '../../e2e/support/metrics.js';
import { Deployment, type DeploymentOptions } from '../../support/deployment.js';

/** A deployment that serves TLS, and the network through which browsers reach it. */
export class Site {
  private constructor(
    readonly deployment: Deployment,
    /** All bytes between the browsers and nginx. */
    readonly network: TcpProxy,
  ) {}

  static async start(options: DeploymentOptions): Promise<Site> {
    const deployment = await Deployment.start({ ...options, tls: true });
    return new Site(deployment, await TcpProxy.start({ port: deployment.nginx.port }));
  }

  /** What a browser has in its address bar. */
  get origin(): string {
    return `https://localhost:${this.network.port}`;
  }

  /** A page of this origin that needs no instance: a 404 of nginx. */
  get blankPage(): string {
    return `${this.origin}/blank`;
  }

  /** A token, issued to the back end of a page. */
  token(): Promise<string> {
    return this.deployment.apiOf(this.deployment.all[0]!).token();
  }

  streamUrl(token: string, query = 'module=proof'): string {
    return `${this.origin}/operator/api/events/stream?token=${token}&${query}`;
  }

  /** The instances that have an open stream. */
  async streaming(): Promise<Instance[]> {
    const { all } = this.deployment;
    const open = await Promise.all(all.map((instance) => sample(instance, 'vx11_streams_open')));
    return all.filter((_, index) => (open[index] ?? 0) > 0);
  }

  async stop(): Promise<void> {
    await this.network.close();
    await this.deployment.stop();
  }
}
