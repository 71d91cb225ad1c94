import { type Right } from '../principal/principal.js';

/** Methods that an endpoint may have. */
export const METHODS = ['GET', 'POST', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** Who may use an endpoint: everybody, any principal, one with this right, or whom the guards of the stream route let in. */
export type Access = 'public' | 'principal' | 'stream' | Right;

/** What requests do that the audit trail has lines for. */
export type AuditedAction = 'token.issue' | 'events.publish' | 'sessions.revoke' | 'stream.revoke';

/** What holds for one endpoint. */
export interface EndpointRule {
  readonly method: Method;
  /** The whole path; `:name` stands for one segment. */
  readonly path: string;
  readonly access: Access;
  /** `inside`: nginx responds with 404, so that only the network of the instances reaches it. */
  readonly reach: 'outside' | 'inside';
  /** One sentence, for the API description and docs/reference. */
  readonly purpose: string;
  /** What the audit trail calls a request to it. */
  readonly audit?: AuditedAction;
  /** Machines ask it every few seconds. Successful requests are logged at debug level only. */
  readonly polled?: true;
  /** Most requests go to it, so they pass Express by, as those for streams do. Its path has no parameters, and it responds with JSON. */
  readonly direct?: true;
}

/** Whether a request to the endpoint changes something. To open a stream does: it costs the token. */
export function changesSomething({ method, access }: Pick<EndpointRule, 'method' | 'access'>): boolean {
  return method !== 'GET' || access === 'stream';
}
