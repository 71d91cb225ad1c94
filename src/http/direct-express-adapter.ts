import { type IncomingMessage, type ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { type NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { type Express, type NextFunction, type Request, type Response } from 'express';
import { type ArrivalStep } from './arrival.js';
import { type RoutedRequest } from './routed-request.js';

/** What Nest makes of a controller's method: guards, the method itself, filters. */
type RouteHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => Promise<unknown>;

/**
 * Express, and in front of it a few GET routes whose requests go straight to Nest. Express changes the prototypes of every
 * request and response, which costs more CPU than the rest of opening a stream and 2 KB for as long as one is open.
 * Handlers of direct routes, and the filters behind them, get node's own request and response. Express has these routes too, and takes
 * what is not plainly asked for.
 */
export class DirectExpressAdapter extends ExpressAdapter {
  private readonly handlers = new Map<string, RouteHandler>();
  private readonly arrivalSteps: ArrivalStep[] = [];

  constructor(
    private readonly express: Express,
    private readonly directPaths: readonly string[],
  ) {
    super(express);
  }

  /** Runs `step` for every request, before anything else does. */
  onArrival(step: ArrivalStep): void {
    this.arrivalSteps.push(step);
    this.express.use((request: Request, response: Response, next: NextFunction) => {
      step(request, response);
      next();
    });
  }

  override initHttpServer(options: NestApplicationOptions): void {
    super.initHttpServer(options);
    this.httpServer.off('request', this.express).on('request', (request, response) => this.route(request, response));
  }

  override get(...route: unknown[]): unknown {
    const [path, handler] = route;
    if (typeof path === 'string' && this.directPaths.includes(path)) this.handlers.set(path, handler as RouteHandler);
    return Reflect.apply(this.express.get, this.express, route);
  }

  override status(response: ServerResponse, statusCode: number): ServerResponse {
    response.statusCode = statusCode;
    return response;
  }

  private route(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '' } = request;
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    const handler = method === 'GET' ? this.handlers.get(path) : undefined;
    if (!handler) return void this.express(request, response);
    const routed = Object.assign(request, { path, query: parse(end < 0 ? '' : url.slice(end + 1)), route: { path } });
    for (const step of this.arrivalSteps) step(routed as RoutedRequest, response);
    handler(request, response, () => undefined).catch(() => response.destroy());
  }
}
