import { randomBytes } from 'node:crypto';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type StreamChoice } from './contender.js';

const API = '/operator/api/events';
const CREDENTIAL = randomBytes(24).toString('base64url');

/**
 * The settings of every measured instance: the defaults, but for more streams, and logs of warnings only. The generator sends
 * the requests of many clients, so instances trust its `X-Forwarded-For`.
 */
export const SERVICE_SETTINGS: Readonly<Record<string, string>> = {
  LOG_LEVEL: 'warn',
  VX11_OPERATOR_TOKEN: CREDENTIAL,
  VX11_TRUSTED_PROXIES: 'loopback',
  VX11_STREAMS_MAX: '100000',
  VX11_STREAMS_PER_ADDRESS: '0',
};

/**
 * Limits that no load of the benches reaches, to measure how fast tokens can be issued. The service counts them as with any
 * other limits.
 */
export const WIDE_TOKEN_LIMITS: Readonly<Record<string, string>> = {
  VX11_OPERATOR_RATE_BURST: '1000000',
  VX11_OPERATOR_RATE_LIMIT: '1000000',
  VX11_TOKENS_MAX_BYTES: '200000000',
  VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL: '200000000',
};

/** Makes the requests to this service on `port` of 127.0.0.1, which is an instance or nginx. */
export class ServiceRequests {
  constructor(private readonly port: number) {}

  stream({ modules = [], lane = 0, lanes = 1, byToken = false }: StreamChoice = {}): StreamSpec {
    const filter = modules.length > 0 ? `&module=${modules.join(',')}` : '';
    return { ...this.request(`${API}/stream?snapshot=0${filter}`, byToken ? {} : credential()), lane, lanes };
  }

  sink(): SinkSpec {
    return { kind: 'http', request: this.request(API, credential()), events: 'service' };
  }

  tokens(): RequestSpec {
    return this.request(`${API}/sse-token`, credential());
  }

  /** Revokes all sessions of the operator, to whom all streams belong; to be asked with DELETE. */
  sessions(): RequestSpec {
    return this.request('/operator/api/principals/operator/sessions', credential());
  }

  /** Returns a request for any other path, with `credential` or without one. */
  any(path: string, credential?: string): RequestSpec {
    return this.request(path, credential ? { 'X-VX11-Token': credential } : {});
  }

  private request(path: string, headers: Record<string, string>): RequestSpec {
    return { host: '127.0.0.1', port: this.port, path, headers };
  }
}

function credential(): Record<string, string> {
  return { 'X-VX11-Token': CREDENTIAL };
}
