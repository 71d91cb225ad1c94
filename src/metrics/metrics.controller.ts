import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import { type Response } from 'express';
import { Describe } from '../openapi/describe.decorators.js';
import { Public } from '../endpoints/access.decorators.js';

/** `/metrics`. nginx keeps it inside. */
@ApiTags('Internal')
@Controller()
export class MetricsController extends PrometheusController {
  @Get()
  @Public()
  @Describe({ summary: 'Metrics for Prometheus.', answer: 'Prometheus text format.' })
  override index(@Res({ passthrough: true }) response: Response): Promise<string> {
    return super.index(response);
  }
}
