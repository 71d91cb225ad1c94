import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { getToken } from '@willsoto/nestjs-prometheus';
import { json } from 'express';
import helmet from 'helmet';
import { type Logger } from 'pino';
import { type Histogram } from 'prom-client';
import { AppModule } from '../app.module.js';
import { type Settings } from '../config/settings.js';
import { NestLogger } from '../logging/nest-logger.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { correlationId } from './correlation-id.middleware.js';
import { requestLog } from './request-log.js';

/** Above the keep-alive of nginx' upstream connections, so that nginx never writes into one that is closing. */
const KEEP_ALIVE_MS = 75_000;
const BODY_MAX_BYTES = 1_048_576;

/** The whole application, not yet listening. */
export async function createApp(settings: Settings, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(settings), {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.set('trust proxy', [...settings.http.trustedProxies]);
  app.set('etag', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(correlationId);
  app.use(requestLog(logger, app.get<Histogram>(getToken(METRICS.httpDuration.name))));
  app.use(helmet());
  app.use(json({ limit: BODY_MAX_BYTES }));
  app.useGlobalFilters(new ProblemFilter());
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return app;
}
