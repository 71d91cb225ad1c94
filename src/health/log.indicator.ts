import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { EventLog } from '../event-log/event-log.interface.js';
import { LogFormat, NEWEST_FORMAT } from '../event-log/log-format.js';
import { VERSION } from '../version.js';

/** Whether the event log can be read, and this version knows the format in which it is written. */
@Injectable()
export class LogIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Inject(EventLog) private readonly log: EventLog,
  ) {}

  check() {
    const indicator = this.indicators.check('log');
    const { format, readable } = this.log;
    if (!readable) return indicator.down({ message: 'The event log cannot be read: its connection is not up.' });
    if (format === undefined) return indicator.up();
    if (!LogFormat.isKnown(format)) {
      const message = `The event log has format ${format}. Version ${VERSION} knows none above ${NEWEST_FORMAT} and publishes nothing: upgrade this instance.`;
      return indicator.down({ message });
    }
    return indicator.up({ format });
  }
}
