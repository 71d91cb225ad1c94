import { Module } from '@nestjs/common';
import { InFlightRequests } from './in-flight-requests.js';
import { Lifecycle } from './lifecycle.service.js';

const providers = [Lifecycle, InFlightRequests];

/** Whether this instance is shutting down, and what it still has to answer. */
@Module({ providers, exports: providers })
export class LifecycleModule {}
