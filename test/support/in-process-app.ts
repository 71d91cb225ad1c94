import { type INestApplication } from '@nestjs/common';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { createApp } from '../../src/app/create-app.js';
import { Api } from './api.js';
import { newCredential } from './used-credentials.js';

/** The whole application in this process, on a free port, with its log in a file of the run. */
export interface InProcessApp {
  readonly app: INestApplication;
  readonly server: Server;
  readonly baseUrl: string;
  readonly logFile: string;
  /** As the principals `operator`, `gateway` (publishes, too) and `principal` (reads only). */
  readonly operator: Api;
  readonly gateway: Api;
  readonly reader: Api;
  readonly credentials: { readonly operator: string; readonly gateway: string; readonly reader: string };
  close(): Promise<void>;
}

/** Starts it with `env` laid over principals of its own. */
export async function startInProcess(env: Record<string, string> = {}): Promise<InProcessApp> {
  const credentials = { operator: newCredential(), gateway: newCredential(), reader: newCredential() };
  const { settings } = loadSettings({
    VX11_OPERATOR_TOKEN: credentials.operator,
    VX11_GATEWAY_TOKEN: credentials.gateway,
    VX11_PRINCIPAL_TOKEN: credentials.reader,
    ...env,
  });
  const logFile = join(createRunDirectory('in-process'), 'app.log');
  const app = await createApp(settings, pino(pino.destination({ dest: logFile, sync: true })));
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    app,
    server,
    baseUrl,
    logFile,
    credentials,
    operator: new Api(baseUrl, credentials.operator),
    gateway: new Api(baseUrl, credentials.gateway),
    reader: new Api(baseUrl, credentials.reader),
    close: () => app.close(),
  };
}
