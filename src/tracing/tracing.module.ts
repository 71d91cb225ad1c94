import { Module } from '@nestjs/common';
import { TraceFlush } from './trace-flush.js';

@Module({ providers: [TraceFlush] })
export class TracingModule {}
