import { CliFailure } from './cli-failure.js';
import { type ExitName } from './exit-codes.js';

/** Why there was no response. */
export interface NetworkFailure {
  readonly exit: Extract<ExitName, 'unreachable' | 'not_the_service' | 'untrusted_certificate'>;
  readonly reason: string;
  /** Whether the request was certainly not sent, so that sending it again repeats nothing. */
  readonly safe: boolean;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME|HOSTNAME_MISMATCH/;
const NOT_HTTP = /^HPE_|^ERR_SSL|EPROTO|UND_ERR_HTTP_PARSER|WRONG_VERSION/;
const NEVER_SENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up',
  EHOSTUNREACH: 'there is no route to that host',
  ENETUNREACH: 'there is no route to that network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
};

/** Returns why `fetch` threw this error. */
export function networkFailure(error: unknown): NetworkFailure {
  const code = codeOf(error);
  if (CERTIFICATE.test(code))
    return { exit: 'untrusted_certificate', reason: `its certificate ${untrusted(code)}`, safe: true };
  if (NOT_HTTP.test(code))
    return {
      exit: 'not_the_service',
      reason: `the server does not use the protocol of the address (${code})`,
      safe: true,
    };
  const never = NEVER_SENT[code];
  if (never !== undefined) return { exit: 'unreachable', reason: never, safe: true };
  return {
    exit: 'unreachable',
    reason: code === '' ? 'there was no response' : `the connection broke (${code})`,
    safe: false,
  };
}

function untrusted(code: string): string {
  if (/ALTNAME|HOSTNAME_MISMATCH/.test(code)) return 'belongs to another name';
  if (code === 'CERT_HAS_EXPIRED') return 'has expired';
  return `is not trusted (${code}); set NODE_EXTRA_CA_CERTS=<file> to trust your own certificate authority`;
}

/** Returns the failure of a command that cannot reach `baseUrl`. `error` is what `fetch` threw. */
export function unreachable(error: unknown, baseUrl: string): CliFailure {
  const { exit, reason } = networkFailure(error);
  return new CliFailure(exit, `No connection to ${baseUrl}: ${reason}.`, { cause: error });
}

/** Returns the innermost error code. `fetch` wraps the reason, and wraps it again if a name has several addresses. */
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
