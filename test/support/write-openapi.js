// Writes the API description of the built application to docs/reference/openapi.json.
import { writeFileSync } from 'node:fs';
import { pino } from 'pino';
import { loadSettings } from '../../dist/config/load-settings.js';
import { createApp } from '../../dist/app/create-app.js';
import { describeApi } from '../../dist/openapi/openapi.js';

const { settings } = loadSettings({});
const app = await createApp(settings, pino({ level: 'silent' }));
const file = new URL('../../docs/reference/openapi.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(describeApi(app), null, 2)}\n`);
process.exit(0);
