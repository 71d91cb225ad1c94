import { randomBytes } from 'node:crypto';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type StreamChoice } from './contender.js';

const API = '/operator/api/events';
const CREDENTIAL = randomBytes(24).toString('base64url');

/**
 * Settings of every instance measured: as shipped, but for more streams and logs of warnings only. The generator stands in
 * for many clients, so the address it gives counts.
 */
export const SERVICE_SETTINGS: Readonly<Record<string, string>> = {
  LOG_LEVEL: 'warn',
  VX11_OPERATOR_TOKEN: CREDENTIAL,
  VX11_TRUSTED_PROXIES: 'loopback',
  VX11_STREAMS_MAX: '100000',
  VX11_STREAMS_PER_ADDRESS: '0',
};

/**
 * For issuing as fast as it goes, which is what the limits on tokens are there to stop: they work as shipped, but refuse
 * nobody.
 */
export const WIDE_TOKEN_LIMITS: Readonly<Record<string, string>> = {
  VX11_OPERATOR_RATE_BURST: '1000000',
  VX11_OPERATOR_RATE_LIMIT: '1000000',
  VX11_TOKENS_MAX_BYTES: '200000000',
  VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL: '200000000',
};

/** What to ask of this service at `port` of 127.0.0.1, be it an instance or the proxy before several. */
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

  /** Anything else, asked with `credential` or without one. */
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
