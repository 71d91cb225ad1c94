import 'reflect-metadata';
import { type AddressInfo } from 'node:net';
import { ConfigurationError } from './config/configuration-error.js';
import { loadSettings } from './config/load-settings.js';
import { DevelopmentCredential } from './development-credential.js';
import { curlHeader, firstSteps } from './first-steps.js';
import { createApp } from './http/create-app.js';
import { createLogger } from './logging/logger.js';
import { shutDownOnSignals } from './shutdown.js';
import { SERVICE, VERSION } from './version.js';

async function start(): Promise<void> {
  let made: DevelopmentCredential | undefined;
  let { settings, warnings } = loadSettings(process.env);
  if (settings.principals.length === 0) {
    made = new DevelopmentCredential();
    process.once('exit', () => made?.remove());
    ({ settings, warnings } = loadSettings({ ...process.env, VX11_OPERATOR_TOKEN: made.credential }));
  }
  const logger = createLogger(settings.logLevel, settings.instanceId);
  for (const warning of warnings) logger.warn(warning);
  const store = settings.redis ? 'redis' : 'memory';
  const principals = settings.principals.map(({ name }) => name);
  logger.info({ service: SERVICE, version: VERSION, store, log: store, principals }, 'starting');

  const app = await createApp(settings, logger);
  shutDownOnSignals(app, settings.drainSeconds, logger);
  const { host, port } = settings.http;
  await app.listen(port, host);
  const address = app.getHttpServer().address() as AddressInfo;
  logger.info({ host, port: address.port }, 'listening');
  const [principal] = settings.principals;
  if (!settings.production && principal) {
    const header = curlHeader(made?.headerFile, principal);
    process.stdout.write(
      firstSteps(`http://${host.includes(':') ? `[${host}]` : host}:${address.port}`, header, principal),
    );
  }
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exit(1);
});
