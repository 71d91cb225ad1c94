import { readFileSync } from 'node:fs';

/** Name of the service in responses, logs and events. */
export const SERVICE = 'vx11-operator-backend';

/** Version of the package, read once. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
