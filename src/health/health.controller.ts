import { Controller, Header, Inject, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck } from '@nestjs/terminus';
import { type Response } from 'express';
import { Settings } from '../config/settings.js';
import { Endpoint } from '../endpoints/endpoint.decorator.js';
import { HEALTH_PATH, READY_PATH, SERVICE_PATH } from '../endpoints/paths.js';
import { Lifecycle } from '../lifecycle/lifecycle.service.js';
import { Problem } from '../problems/problem.js';
import { EventHub } from '../streaming/event-hub.js';
import { SERVICE, VERSION } from '../version.js';
import { Readiness } from './readiness.service.js';

const SOON = { retryAfterSeconds: 1 };

/** What the rules of all health routes have in common. */
const PROBE = { method: 'GET', access: 'public', polled: true } as const;

/** Health for three readers: the process supervisor (live), people and alerts (ready), load balancers (traffic). */
@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    @Inject(Settings) private readonly settings: Settings,
    private readonly readiness: Readiness,
    private readonly lifecycle: Lifecycle,
    private readonly hub: EventHub,
  ) {}

  /** Does not ask Redis: a process that responds is alive. */
  @Endpoint({
    ...PROBE,
    path: [HEALTH_PATH, '/health/live'],
    reach: 'outside',
    purpose: 'The process can answer.',
    described: { answer: 'It can.' },
  })
  @Header('Cache-Control', 'no-store')
  live() {
    return { status: 'ok', instance: this.settings.instanceId };
  }

  @Endpoint({
    ...PROBE,
    path: SERVICE_PATH,
    reach: 'outside',
    purpose: 'The process can answer; with service, version and instance.',
    described: { answer: 'It can.' },
  })
  @Header('Cache-Control', 'no-store')
  service() {
    const { instanceId: instance } = this.settings;
    return { status: 'ok', service: SERVICE, version: VERSION, instance, timestamp: new Date().toISOString() };
  }

  /** Whether events are really arriving. 503, with each part explained, if not. */
  @Endpoint({
    ...PROBE,
    path: READY_PATH,
    reach: 'inside',
    purpose: 'Every part works, or which does not.',
    described: {
      answer: 'Every part works.',
      parts: [ApiResponse({ status: 503, description: 'Some part does not work; each explains itself.' })],
    },
  })
  @Header('Cache-Control', 'no-store')
  @HealthCheck({ swaggerDocumentation: false, noCache: false })
  async ready(@Res({ passthrough: true }) response: Response): Promise<unknown> {
    const { ready, parts } = await this.readiness.check();
    if (!ready) response.status(503);
    return parts;
  }

  /** 503 only when another instance could do better. While the store is away, it is away for all of them. */
  @Endpoint({
    ...PROBE,
    path: '/health/traffic',
    reach: 'outside',
    purpose: 'Whether a load balancer should send requests here.',
    described: { answer: 'It should.', problems: ['draining', 'store_unavailable'] },
  })
  @Header('Cache-Control', 'no-store')
  traffic() {
    if (this.lifecycle.draining) throw new Problem('draining', 'This instance is shutting down.', SOON);
    if (!this.hub.position) throw new Problem('store_unavailable', 'The store has not been reached yet.', SOON);
    return { status: 'ok' };
  }
}
