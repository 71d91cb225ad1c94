// This service with a token store that does nothing, to measure what issuing costs without the store.
import { join } from 'node:path';
import process from 'node:process';

const fromBuild = (path) => import(join(process.env.BENCH_BUILD, path));
const { loadSettings } = await fromBuild('config/load-settings.js');
const { createApp } = await fromBuild('app/create-app.js');
const { createLogger } = await fromBuild('logging/logger.js');
const { LogOutput } = await fromBuild('logging/log-output.js');
const { standardOutput } = await fromBuild('logging/standard-output.js');
const { TokenStore } = await fromBuild('token-store/token-store.interface.js');

const { settings } = loadSettings(process.env);
const logger = createLogger(settings.logLevel, settings.instanceId, new LogOutput(standardOutput()));
const app = await createApp(settings, logger);
Object.assign(app.get(TokenStore), { issue: () => Promise.resolve() });
await app.listen(settings.http.port, settings.http.host);
process.on('SIGTERM', () => process.exit());
