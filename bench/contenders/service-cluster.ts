import { Nginx, WIDE_LIMITS } from '../../cluster/nginx.js';
import { type Processes } from '../measure/cpu-meter.js';
import { directoryFor, type Launch } from './contender.js';
import { Service } from './service.js';
import { ServiceRequests } from './service-requests.js';

export interface ServiceClusterOptions {
  /** How many instances; three, as deployed, if absent. */
  instances?: number;
  /** Override `SERVICE_SETTINGS`. */
  settings?: Record<string, string>;
}

/** This service as it is deployed: instances with Redis behind nginx. Requests that name no instance go to nginx. */
export class ServiceCluster extends Service {
  private nginx?: Nginx;

  constructor(launch: Launch, { instances = 3, settings }: ServiceClusterOptions = {}) {
    super({ name: `ours, ${instances} behind nginx`, instances, redis: true, settings }, launch);
  }

  override async start(): Promise<void> {
    await super.start();
    const runDir = directoryFor(this.launch, 'nginx');
    this.nginx = await Nginx.start({ upstreams: this.instances, runDir, env: WIDE_LIMITS });
  }

  override async stop(): Promise<void> {
    await this.nginx?.stop();
    this.nginx = undefined;
    await super.stop();
  }

  override processes(): Processes {
    return { ...super.processes(), nginx: this.nginx ? [this.nginx.pid] : [] };
  }

  protected override describe(): Record<string, unknown> {
    return { ...super.describe(), nginx: WIDE_LIMITS };
  }

  protected override at(index?: number): ServiceRequests {
    return index === undefined && this.nginx ? new ServiceRequests(this.nginx.port) : super.at(index);
  }
}
