import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { getToken } from '@willsoto/nestjs-prometheus';
import express from 'express';
import { type Logger } from 'pino';
import { type Histogram } from 'prom-client';
import { AppModule } from './app.module.js';
import { API_DESCRIPTION, catalogueOf } from './endpoints.js';
import { type AuditTrail } from '../audit/audit-trail.js';
import { reloadAudit } from '../audit/reload-audit.js';
import { requestAudit } from '../audit/request-audit.js';
import { streamAudit } from '../audit/stream-audit.js';
import { PrincipalsService } from '../auth/principals.service.js';
import { type Settings } from '../config/settings.js';
import { digestOfCredential } from '../principal/fingerprint.js';
import { NestLogger } from '../logging/nest-logger.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { serveApiDescription } from '../openapi/openapi.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { readPageFiles } from '../page/page-files.js';
import { servePage } from '../page/serve-page.js';
import { BodyBudget } from '../request-body/body-budget.js';
import { responseHeaders } from '../http/response-headers.js';
import { DirectExpressAdapter } from '../http/direct-express-adapter.js';
import { InFlightRequests } from '../lifecycle/in-flight-requests.js';
import { noteBody } from '../http/incoming-body.js';
import { openContext } from '../http/open-context.js';
import { answerPreflights, crossOrigin } from '../http/origin/cross-origin.js';
import { requestLog } from '../http/request-log.js';
import { endUnreadableRequests } from '../http/unreadable-requests.js';
import { StreamRegistry } from '../streaming/stream-registry.js';
import { logExportFailures } from '../tracing/export-failures.js';
import { Spans } from '../tracing/spans.js';
import { traceArrival, traceDeparture } from '../tracing/trace-requests.js';
import { tracerOfSdk } from '../tracing/tracer.js';

/** Above the keep-alive of nginx' upstream connections, so that nginx never writes into one that is closing. */
const KEEP_ALIVE_MS = 75_000;

/** Express with paths taken as they are; its router looks at these settings once, when it is made. */
function expressAdapter(direct: readonly string[]): DirectExpressAdapter {
  const server = express();
  server.enable('case sensitive routing');
  server.enable('strict routing');
  server.disable('etag');
  server.disable('x-powered-by');
  return new DirectExpressAdapter(server, direct);
}

/**
 * The whole application, not yet listening. Without `audit` nothing is audited.
 * @throws Error for a route without a rule
 */
export async function createApp(
  settings: Settings,
  logger: Logger,
  audit?: AuditTrail,
): Promise<NestExpressApplication> {
  const root = AppModule.register(settings);
  const endpoints = catalogueOf(root);
  const adapter = expressAdapter(endpoints.direct);
  const app = await NestFactory.create<NestExpressApplication>(root, adapter, {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const inFlight = app.get(InFlightRequests);
  const principals = app.get(PrincipalsService);
  const isCredential = (text: string) => principals.directory.byDigest(digestOfCredential(text)) !== undefined;
  adapter.onArrival(openContext(settings.http.trustedProxies, isCredential));
  adapter.onArrival(inFlight.arrived);
  adapter.onArrival(responseHeaders(endpoints.streamPaths));
  adapter.onArrival(crossOrigin(settings.allowedOrigins));
  adapter.onArrival(noteBody);
  adapter.onDeparture(inFlight.departed);
  adapter.onDeparture(app.get(BodyBudget).departed);
  adapter.onDeparture(requestLog(logger, app.get<Histogram>(getToken(METRICS.httpDuration.name)), endpoints));
  if (audit) {
    adapter.onDeparture(requestAudit(audit, endpoints));
    app.get(StreamRegistry).listen(streamAudit(audit));
    principals.onReload(reloadAudit(audit));
  }
  const tracer = tracerOfSdk();
  if (tracer) {
    const spans = new Spans(tracer, settings.instanceId);
    adapter.onArrival(traceArrival(spans, endpoints));
    adapter.onDeparture(traceDeparture(spans, endpoints));
    logExportFailures((about, text) => logger.warn(about, text));
  }
  app.use(answerPreflights(endpoints));
  app.useGlobalFilters(new ProblemFilter(endpoints));
  servePage(app.getHttpAdapter().getInstance(), readPageFiles(settings.stream.heartbeatSeconds * 1_000));
  serveApiDescription(app, API_DESCRIPTION.document.path, API_DESCRIPTION.page.path);
  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  endUnreadableRequests(server);
  // A client that has ended its side may still read. Missing from node's types.
  Object.assign(server, { httpAllowHalfOpen: true });
  return app;
}
