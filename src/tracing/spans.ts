import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { type RequestContext } from '../http/request-context.js';
import { type Outcome } from './outcome.js';

/** Begins and ends the spans of one instance. Times are monotonic ms. */
export class Spans {
  /** @param instance named in each span */
  constructor(
    private readonly tracer: Tracer,
    private readonly instance: string,
  ) {}

  /**
   * Begins a span: of a trace of its own, unless there is a `parent`. What a caller says in `traceparent` does not count, or anyone
   * could have each of its requests recorded.
   */
  begin(name: string, startTime: number, parent?: Span): Span {
    const options = {
      startTime,
      root: parent === undefined,
      kind: parent ? SpanKind.INTERNAL : SpanKind.SERVER,
      attributes: { 'vx11.instance': this.instance },
    };
    return this.tracer.startSpan(name, options, parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT);
  }

  /** Ends a span now, with what the request's context says. No attribute holds a path, a query, a token or a credential. */
  end(span: Span, context: RequestContext, { outcome, reason }: Outcome): void {
    span.setAttributes(attributesOf(context)).setAttribute('vx11.outcome', outcome);
    if (reason !== undefined) span.setAttribute('vx11.reason', reason);
    if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(performance.now());
  }
}

function attributesOf({ correlationId, principal, tokenOf, tokenId, effect }: RequestContext): Attributes {
  const name = principal?.name ?? tokenOf;
  const events = effect?.counts?.['events'];
  return {
    'vx11.correlation_id': correlationId,
    ...(name !== undefined && { 'vx11.principal': name }),
    ...(tokenId !== undefined && { 'vx11.token_id': tokenId }),
    ...(events !== undefined && { 'vx11.events': events }),
  };
}
