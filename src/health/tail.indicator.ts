import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { SILENT_SECONDS, TailWatch } from '../events/tail/tail-watch.service.js';
import { EventHub } from '../streaming/event-hub.js';

/** How long an event may wait in the log, seconds. */
const LAG_SECONDS = 2;

/** Whether events are really arriving at this instance. */
@Injectable()
export class TailIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly hub: EventHub,
    private readonly watch: TailWatch,
  ) {}

  check() {
    const indicator = this.indicators.check('tail');
    const { lagSeconds, lagEntries, silentSeconds } = this.watch;
    if (!this.hub.position) return indicator.down({ message: 'The event log has not been reached yet.' });
    if (lagSeconds > LAG_SECONDS) {
      const message = `Streams are behind the event log by ${lagEntries ?? 'unknown'} entries, for ${lagSeconds.toFixed(1)} s.`;
      return indicator.down({ message });
    }
    if (silentSeconds > SILENT_SECONDS) {
      return indicator.down({ message: `The event log has not answered the tail for ${silentSeconds.toFixed(1)} s.` });
    }
    return indicator.up({ lag_entries: lagEntries ?? 0 });
  }
}
