import { Controller, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import { type Response } from 'express';
import { Endpoint } from '../endpoints/endpoint.decorator.js';

@ApiTags('Internal')
@Controller()
export class MetricsController extends PrometheusController {
  @Endpoint({
    method: 'GET',
    path: '/metrics',
    access: 'public',
    reach: 'inside',
    purpose: 'Metrics for Prometheus.',
    polled: true,
    described: { answer: 'Prometheus text format.' },
  })
  override index(@Res({ passthrough: true }) response: Response): Promise<string> {
    return super.index(response);
  }
}
