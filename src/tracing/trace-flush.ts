import { setTimeout } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { flushSdk } from './tracer.js';

/** How long a shutdown waits for a collector, ms. */
const FLUSH_MS = 500;

/** Sends the last spans when the application is closed. */
@Injectable()
export class TraceFlush implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    const sent = flushSdk().catch(() => undefined);
    await Promise.race([sent, setTimeout(FLUSH_MS, undefined, { ref: false })]);
  }
}
