import 'reflect-metadata';
import { type AddressInfo } from 'node:net';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { getToken } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { loadSettings } from '../config/load-settings.js';
import { redactor } from '../config/secrets.js';
import { type Settings } from '../config/settings.js';
import { openAudit } from '../audit/open-audit.js';
import { DevelopmentCredential } from './development-credential.js';
import { firstSteps } from './first-steps.js';
import { endOnCrash } from '../host/crash.js';
import { DescriptorWatch } from '../host/descriptor-watch.js';
import { Shutdown, FLUSH_MS } from '../host/shutdown.js';
import { connectionsWithin, fitStreams } from '../host/open-files.js';
import { obeySignals } from '../host/signals.js';
import { listenFailure, startFailure } from '../host/start-failure.js';
import { Terminal } from '../host/terminal.js';
import { createApp } from './create-app.js';
import { createLogger } from '../logging/logger.js';
import { LogOutput } from '../logging/log-output.js';
import { neverBlock, standardOutput } from '../logging/standard-output.js';
import { type MetricDefinition } from '../metrics/catalogue/metric-definition.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { SERVICE, VERSION } from '../version.js';

/** What to connect to where the service listens at all addresses. */
const UNSPECIFIED: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

interface Configuration {
  readonly settings: Settings;
  readonly warnings: readonly string[];
  /** The credential that was made because none is configured. */
  readonly made: DevelopmentCredential | undefined;
  readonly connections: number;
  readonly redact: (text: string) => string;
}

const terminal = new Terminal();
const output = new LogOutput(standardOutput());
neverBlock(process.stderr);

function configure(env: NodeJS.ProcessEnv, openFiles: number): Configuration {
  const connections = connectionsWithin(openFiles);
  let made: DevelopmentCredential | undefined;
  let { settings, warnings } = loadSettings(env);
  if (settings.principals.length === 0 && !settings.principalsFile && !settings.jwt) {
    made = new DevelopmentCredential();
    process.once('exit', () => made?.remove());
    ({ settings, warnings } = loadSettings({ ...env, VX11_OPERATOR_TOKEN: made.credential }));
  }
  const fitting = fitStreams(settings, connections);
  return {
    settings: fitting.settings,
    warnings: [...warnings, ...fitting.warnings],
    made,
    connections,
    redact: redactor(env, made?.credential ?? ''),
  };
}

/** Starts the service in this process, and ends the process with 1 when that fails. `openFiles` is its limit on open files. */
export async function start(env: NodeJS.ProcessEnv, openFiles: number): Promise<void> {
  try {
    await serve(configure(env, openFiles));
  } catch (error) {
    process.stderr.write(`${redactor(env)(startFailure(error))}\n`);
    await output.flush(FLUSH_MS);
    process.exit(1);
  }
}

async function serve({ settings, warnings, made, connections, redact }: Configuration): Promise<void> {
  const logger = createLogger(settings.logLevel, settings.instanceId, output);
  const audit = openAudit({ destination: settings.audit, instance: settings.instanceId, output, logger });
  const shutdown = new Shutdown(settings.drainSeconds, logger, output);
  obeySignals(shutdown, terminal, logger, audit?.reopen);
  endOnCrash(shutdown, logger, redact);
  const store = settings.redis ? 'redis' : 'memory';
  const principals = settings.principals.map(({ name }) => name);
  logger.info({ service: SERVICE, version: VERSION, store, log: store, principals }, 'starting');
  for (const warning of warnings) logger.warn(warning);

  const app = await createApp(settings, logger, audit?.trail);
  shutdown.covers(app);
  const counter = ({ name }: MetricDefinition) => app.get<Counter>(getToken(name));
  audit?.countDropped((lines) => counter(METRICS.auditLinesDropped).inc(lines));
  output.countDropped((lines) => counter(METRICS.logLinesDropped).inc(lines));
  new DescriptorWatch(app.getHttpServer(), connections, counter(METRICS.connectionsDropped), logger);
  const { port } = await listen(app, settings);
  logger.info({ host: settings.http.host, port }, 'listening');
  showFirstSteps(settings, port, made);
}

async function listen(app: NestExpressApplication, settings: Settings): Promise<AddressInfo> {
  try {
    await app.listen(settings.http.port, settings.http.host);
  } catch (error) {
    throw listenFailure(error, settings);
  }
  return app.getHttpServer().address() as AddressInfo;
}

function showFirstSteps(
  { production, principals: [principal], http: { host } }: Settings,
  port: number,
  made?: DevelopmentCredential,
): void {
  if (production || !principal) return;
  const reached = UNSPECIFIED[host] ?? host;
  const baseUrl = `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
  output.write(firstSteps({ baseUrl, principal, made, onScreen: process.stdout.isTTY }));
}
