import { resolveSecretFiles } from './secret-files.js';
import { describeSettings } from './setting.decorators.js';

/** Of the size of our tokens, or larger. */
const OPAQUE = /[A-Za-z0-9_-]{43,}/g;

/** What is shorter may be part of any word. */
const SHORTEST = 4;

/** Takes out of texts what the environment, or a file that it names, holds as secret, and whatever could be a token. */
export function redactor(given: NodeJS.ProcessEnv, ...more: string[]): (text: string) => string {
  const { env } = resolveSecretFiles(given);
  const configured = describeSettings()
    .filter(({ secret }) => secret)
    .flatMap(({ variable }) => secretsIn(env[variable] ?? ''));
  const secrets = [...configured, ...more].filter(({ length }) => length >= SHORTEST);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).replace(OPAQUE, '…');
}

/** The elements of a list of credentials; of an address, its password too, as it is written and as it is meant. */
function secretsIn(value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : '';
  return [value, ...value.split(','), password, decoded(password)].map((secret) => secret.trim());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
