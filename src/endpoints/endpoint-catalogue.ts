import { type AuditedAction, type EndpointRule } from './endpoint-rule.js';

/** All endpoints of an application, by path. */
export class EndpointCatalogue {
  private readonly polled: ReadonlySet<string>;
  private readonly streaming: ReadonlySet<string>;
  private readonly audited: ReadonlyMap<string, AuditedAction>;
  private readonly patterns: readonly { readonly pattern: RegExp; readonly rule: EndpointRule }[];

  constructor(readonly rules: readonly EndpointRule[]) {
    this.polled = new Set(rules.filter((rule) => rule.polled).map(({ path }) => path));
    this.streaming = new Set(this.streamPaths);
    this.audited = new Map(rules.flatMap(({ method, path, audit }) => (audit ? [[`${method} ${path}`, audit]] : [])));
    this.patterns = rules.map((rule) => ({ pattern: patternOf(rule), rule }));
  }

  /** Paths at which streams are opened. */
  get streamPaths(): string[] {
    return this.rules.filter(({ access }) => access === 'stream').map(({ path }) => path);
  }

  /** The endpoints whose requests pass Express by, as `POST /path`. */
  get direct(): string[] {
    const direct = this.rules.filter(({ access, direct }) => direct || access === 'stream');
    return direct.map(({ method, path }) => `${method} ${path}`);
  }

  /** Whether the endpoint of this path, as its rule has it, opens streams. */
  opensStreams(path: string): boolean {
    return this.streaming.has(path);
  }

  /** What the audit trail calls a request of this method to the endpoint of this path, as its rule has it. */
  auditOf(method: string, path: string): AuditedAction | undefined {
    return this.audited.get(`${method} ${path}`);
  }

  /** Whether machines ask the endpoint of this path, as its rule has it, every few seconds. */
  isPolled(path: string): boolean {
    return this.polled.has(path);
  }

  /** The methods that the path of a request takes; empty if there is no such path. What takes GET takes HEAD, except a stream. */
  methodsOf(path: string): string[] {
    const rules = this.patterns.filter(({ pattern }) => pattern.test(path)).map(({ rule }) => rule);
    const methods: string[] = rules.map(({ method }) => method);
    const head = rules.some(({ method, access }) => method === 'GET' && access !== 'stream');
    return head ? [...methods, 'HEAD'] : methods;
  }
}

function patternOf({ path }: EndpointRule): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
}
