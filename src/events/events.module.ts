import { Module } from '@nestjs/common';
import { ConfigurableModuleClass, EVENTS_OPTIONS } from './events.options.js';
import { HistoryService } from './history/history.service.js';
import { EventPublisher } from './publish/event-publisher.service.js';
import { PublishLimit } from './publish/publish-limit.service.js';
import { StreamAdmission } from './stream/stream-admission.service.js';
import { StreamCookies } from './stream/stream-cookies.service.js';
import { StreamGrants } from './stream/stream-grants.service.js';
import { StreamSeats } from './stream/stream-seats.service.js';
import { StreamService } from './stream/stream.service.js';
import { streamingProviders } from './streaming.providers.js';
import { TailKeeper } from './tail/tail-keeper.service.js';
import { TailWatch } from './tail/tail-watch.service.js';

const services = [
  ...streamingProviders,
  EventPublisher,
  HistoryService,
  PublishLimit,
  StreamAdmission,
  StreamCookies,
  StreamGrants,
  StreamSeats,
  StreamService,
  TailWatch,
];

/** Publishes events, reads the history, and streams; `forRoot` and `forRootAsync` take `EventsOptions`. Has no routes. */
@Module({ providers: [...services, TailKeeper], exports: [...services, EVENTS_OPTIONS] })
export class EventsModule extends ConfigurableModuleClass {}
