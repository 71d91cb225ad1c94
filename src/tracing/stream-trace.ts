import { type ServerResponse } from 'node:http';
import { type Span } from '@opentelemetry/api';
import { type RequestContext } from '../http/request-context.js';
import { type RequestTrace } from '../http/request-trace.js';
import { type Outcome, outcomeOf, refusedFor } from './outcome.js';
import { type Spans } from './spans.js';

/**
 * The trace of a request for a stream: `stream.open` or `stream.resume`, from its arrival until the stream is live, and in it
 * `token.redeem`. What is refused counts as `stream.open`.
 */
export class StreamTrace implements RequestTrace {
  private readonly span: Span;
  private redemption: Span | undefined;

  constructor(
    private readonly spans: Spans,
    private readonly context: RequestContext,
  ) {
    this.span = spans.begin('stream.open', context.startedAt);
  }

  redeeming(): void {
    this.redemption = this.spans.begin('token.redeem', performance.now(), this.span);
  }

  redeemed(refused?: string): void {
    const outcome: Outcome = refused === undefined ? { outcome: 'done' } : refusedFor(refused);
    if (this.redemption) this.spans.end(this.redemption, this.context, outcome);
    this.redemption = undefined;
  }

  opened(stream: string, resumes: boolean): void {
    this.span.setAttribute('vx11.stream_id', stream);
    if (resumes) this.span.updateName('stream.resume');
  }

  live(): void {
    this.end({ outcome: 'done' });
  }

  /** The response is over. Where the stream was live, its span has ended long before. */
  over(response: ServerResponse): void {
    this.redeemed('client_gone');
    this.end(outcomeOf(this.context, response));
  }

  /** Nothing is told any more, and an open stream does not keep its trace. */
  private end(outcome: Outcome): void {
    this.context.trace = undefined;
    this.spans.end(this.span, this.context, outcome);
  }
}
