import { CliFailure } from './cli-failure.js';
import { type ExitName } from './exit-codes.js';

/** Why no answer came. `safe`: the request cannot have arrived. */
export interface NetworkFailure {
  readonly exit: Extract<ExitName, 'unreachable' | 'not_the_service' | 'untrusted_certificate'>;
  readonly reason: string;
  readonly safe: boolean;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME|HOSTNAME_MISMATCH/;
const NOT_HTTP = /^HPE_|^ERR_SSL|EPROTO|UND_ERR_HTTP_PARSER|WRONG_VERSION/;
const NEVER_SENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
};

/** Reads what `fetch` threw. */
export function networkFailure(error: unknown): NetworkFailure {
  const code = codeOf(error);
  if (CERTIFICATE.test(code))
    return { exit: 'untrusted_certificate', reason: `its certificate ${untrusted(code)}`, safe: true };
  if (NOT_HTTP.test(code))
    return { exit: 'not_the_service', reason: `it does not speak the protocol of the address (${code})`, safe: true };
  const never = NEVER_SENT[code];
  if (never !== undefined) return { exit: 'unreachable', reason: never, safe: true };
  return {
    exit: 'unreachable',
    reason: code === '' ? 'there was no answer' : `the connection broke (${code})`,
    safe: false,
  };
}

function untrusted(code: string): string {
  if (/ALTNAME|HOSTNAME_MISMATCH/.test(code)) return 'belongs to another name';
  if (code === 'CERT_HAS_EXPIRED') return 'has expired';
  return `is not trusted (${code}); NODE_EXTRA_CA_CERTS=<file> names an authority of your own`;
}

/** The sentence that ends a command because `baseUrl` cannot be reached. */
export function unreachable(error: unknown, baseUrl: string): CliFailure {
  const { exit, reason } = networkFailure(error);
  return new CliFailure(exit, `No connection to ${baseUrl}: ${reason}.`, { cause: error });
}

/** The innermost code: `fetch` wraps the reason, and several addresses of one name wrap it again. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { cause, errors, code, name, message } = error as {
    cause?: unknown;
    errors?: unknown[];
    code?: unknown;
    name?: string;
    message?: string;
  };
  const inner = codeOf(cause) || codeOf(errors?.[0]);
  if (inner !== '') return inner;
  if (typeof code === 'string') return code;
  if (name === 'TimeoutError') return 'ETIMEDOUT';
  return message === 'bad port' ? 'ECONNREFUSED' : '';
}
