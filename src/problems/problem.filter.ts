import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { methodsOf } from '../http/endpoints.js';
import { EVENT_STREAM, retryFrame } from '../streaming/sse-frame.js';
import { Problem } from './problem.js';
import { SoftRefusal } from './soft-refusal.js';
import { toProblem } from './to-problem.js';

/** Answers every error as problem+json. What is not the caller's business goes to the log, without its arguments. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.socket?.destroy();
      return;
    }
    if (error instanceof SoftRefusal) return this.refuseSoftly(response);
    const problem = this.refined(toProblem(error), request) ?? this.internal(error, request);
    request.context.problem = problem.code;
    response
      .status(problem.status)
      .set(problem.headers)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problem.toDocument(request.context.correlationId)));
  }

  private refuseSoftly(response: Response): void {
    response
      .status(200)
      .set({ 'Content-Type': EVENT_STREAM, 'Cache-Control': 'no-store', Connection: 'close' })
      .end(retryFrame(SoftRefusal.retryMs()));
  }

  /** A path that exists for other methods is not "not found". */
  private refined(problem: Problem | undefined, { path, method }: Request): Problem | undefined {
    const allow = problem?.code === 'not_found' ? methodsOf(path) : [];
    if (allow.length === 0) return problem;
    return new Problem('method_not_allowed', `${method} is not served here.`, { allow });
  }

  private internal(error: unknown, { context }: Request): Problem {
    const stack = error instanceof Error ? error.stack : undefined;
    this.logger.error(`Unexpected error (correlation id ${context.correlationId}): ${String(error)}`, stack);
    return new Problem('internal_error', 'The service failed. The correlation id finds the reason in its log.');
  }
}
