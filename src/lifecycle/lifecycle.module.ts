import { Module } from '@nestjs/common';
import { InFlightRequests } from './in-flight-requests.js';
import { Lifecycle } from './lifecycle.service.js';

const providers = [Lifecycle, InFlightRequests];

/** Provides `Lifecycle` (is the instance shutting down?) and the count of requests under way. */
@Module({ providers, exports: providers })
export class LifecycleModule {}
