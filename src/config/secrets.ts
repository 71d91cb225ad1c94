import { resolveSecretFiles } from './secret-files.js';
import { describeSettings } from './setting.decorators.js';

/** A text as long as a token, or longer, of the characters of a token. */
const OPAQUE = /[A-Za-z0-9_-]{43,}/g;

/** A shorter secret is not redacted, since it occurs in ordinary words. */
const SHORTEST = 4;

/**
 * Returns a function that redacts texts: it replaces the secrets of the environment and of the files that it names, the texts
 * `more`, and everything that has the form of a token.
 */
export function redactor(given: NodeJS.ProcessEnv, ...more: string[]): (text: string) => string {
  const { env } = resolveSecretFiles(given);
  const configured = describeSettings()
    .filter(({ secret }) => secret)
    .flatMap(({ variable }) => secretsIn(env[variable] ?? ''));
  const secrets = [...configured, ...more].filter(({ length }) => length >= SHORTEST);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).replace(OPAQUE, '…');
}

/** Returns the secret texts in the value of a variable: each credential of a list; of a URL also its password, encoded and decoded. */
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
