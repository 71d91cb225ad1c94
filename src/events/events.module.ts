import { Module } from '@nestjs/common';
import { EventLog } from '../event-log/event-log.interface.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { sampledGauge } from '../metrics/metric.providers.js';
import { TokenGuardModule } from '../token-guard/token-guard.module.js';
import { EventPublisher } from './publish/event-publisher.service.js';
import { HistoryController } from './history/history.controller.js';
import { HistoryService } from './history/history.service.js';
import { PublishController } from './publish/publish.controller.js';
import { StreamAdmission } from './stream/stream-admission.service.js';
import { StreamController } from './stream/stream.controller.js';
import { StreamService } from './stream/stream.service.js';
import { streamingProviders } from './stream/streaming.providers.js';
import { TailKeeper } from './tail/tail-keeper.service.js';
import { UnreadAnswers } from './history/unread-answers.interceptor.js';
import { TailWatch } from './tail/tail-watch.service.js';

@Module({
  imports: [TokenGuardModule],
  controllers: [StreamController, PublishController, HistoryController],
  providers: [
    ...streamingProviders,
    EventPublisher,
    HistoryService,
    StreamAdmission,
    StreamService,
    TailKeeper,
    TailWatch,
    UnreadAnswers,
    sampledGauge(METRICS.tailLagEntries, TailWatch, (watch) => watch.lagEntries),
    sampledGauge(METRICS.logEntries, HistoryService, async (history) => (await history.extent()).entries),
    sampledGauge(METRICS.logOldestAge, HistoryService, async (history) => (await history.extent()).oldestAgeSeconds),
    sampledGauge(METRICS.logFormat, EventLog, ({ format }: EventLog) => format),
    sampledGauge(METRICS.tailLagSeconds, TailWatch, (watch) => watch.lagSeconds),
  ],
  exports: [...streamingProviders, EventPublisher, TailWatch],
})
export class EventsModule {}
