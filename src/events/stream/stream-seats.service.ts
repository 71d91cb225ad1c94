import { Inject, Injectable } from '@nestjs/common';
import { type SseConnection } from '../../streaming/sse-connection.js';
import { type Seat } from '../../token-store/resume.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';
import { endSoon } from './end-soon.js';

/** Ends streams whose browsers have opened them again elsewhere. */
@Injectable()
export class StreamSeats {
  constructor(@Inject(EVENTS_OPTIONS) private readonly options: EventsOptions) {}

  /** Ends `stream` when its seat is superseded: at once, if it was while the stream was opened. */
  hold(stream: SseConnection, { entry, number }: Seat): void {
    const { supersessions } = this.options;
    stream.onClose(() => supersessions?.release(entry, number));
    supersessions?.hold(entry, number, () => endSoon(stream, 'superseded'));
  }
}
