import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { type RedisObserver } from '../redis/redis-observer.js';
import { METRICS } from './metrics.catalogue.js';

/** Measures how long Redis takes, and counts what fails. */
@Injectable()
export class RedisMetrics implements RedisObserver {
  constructor(
    @InjectMetric(METRICS.redisDuration.name) private readonly durations: Histogram,
    @InjectMetric(METRICS.redisErrors.name) private readonly errors: Counter,
    @InjectMetric(METRICS.redisLosses.name) private readonly losses: Counter,
  ) {}

  answered(operation: string, seconds: number): void {
    this.durations.observe({ operation }, seconds);
  }

  failed(operation: string): void {
    this.errors.inc({ operation });
  }

  lost(): void {
    this.losses.inc();
  }
}
