import { type ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type EndpointCatalogue } from '../endpoints/endpoint-catalogue.js';
import { leftByName } from './response-head.js';
import { type RoutedRequest } from './routed-request.js';
import { Problem } from '../problems/problem.js';
import { Refusal } from '../problems/refusal.js';
import { toProblem } from './to-problem.js';

/** Responds to every error with problem+json. The reason of an internal error goes to the log only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  constructor(private readonly endpoints: EndpointCatalogue) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<RoutedRequest>();
    const response = host.switchToHttp().getResponse<ServerResponse>();
    // Nobody is there to be told; the request's log line says so. A response that waits for its turn does not know.
    if (response.destroyed || request.socket.destroyed) return;
    if (response.headersSent) return this.breakOff(error, request, response);
    const problem = this.refined(toProblem(error), request) ?? this.internal(error, request);
    request.context.problem = problem.code;
    const { limit } = problem.options;
    if (limit) request.context.limit = limit.policy;
    if (problem instanceof Refusal) request.context.refusal = problem.reason;
    const document = JSON.stringify(problem.toDocument(request.context.correlationId));
    response
      .writeHead(problem.status, {
        ...leftByName(request.context),
        ...problem.headers,
        'Cache-Control': 'no-store',
        'Content-Type': 'application/problem+json; charset=utf-8',
        'Content-Length': Buffer.byteLength(document),
      })
      .end(document);
  }

  /** Too late for an answer: the client sees that it is cut off, and the log line says why. */
  private breakOff(error: unknown, request: RoutedRequest, response: ServerResponse): void {
    const problem = this.internal(error, request);
    request.context.problem = problem.code;
    response.statusCode = problem.status;
    response.socket?.destroy();
  }

  /** A path that exists for other methods is not "not found". */
  private refined(problem: Problem | undefined, { path, method }: RoutedRequest): Problem | undefined {
    const known = problem?.code === 'not_found' || problem?.code === 'method_not_allowed';
    const allow = known ? this.endpoints.methodsOf(path) : [];
    if (allow.length === 0 || allow.includes(method ?? '')) return problem;
    return new Problem('method_not_allowed', `${method} is not served here.`, { allow });
  }

  private internal(error: unknown, { context }: RoutedRequest): Problem {
    const stack = error instanceof Error ? error.stack : undefined;
    this.logger.error(`Unexpected error (correlation id ${context.correlationId}): ${String(error)}`, stack);
    return new Problem('internal_error', 'The service failed. The correlation id finds the reason in its log.');
  }
}
