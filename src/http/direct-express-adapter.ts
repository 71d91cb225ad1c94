import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { parse } from 'node:querystring';
import { Logger, type NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { type Express, type Request, type Response } from 'express';
import { turns } from '../event-loop/turns.js';
import { addressKey, clientAddress } from './client-address.js';
import { contextOf } from './request-context.js';
import { type RequestStep } from './request-step.js';
import { headWith } from './response-head.js';
import { requestTarget } from './request-target.js';
import { type RoutedRequest } from './routed-request.js';

/** The handler that Nest makes of a controller's method: guards, the method itself, filters. */
type RouteHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => Promise<unknown>;

/**
 * Connections that may wait until they are accepted, as far as `net.core.somaxconn` allows. The kernel drops what clients send beyond
 * that, and they try again after 1, 3, 7, 15, 31 and 63 s. After a drain thousands of clients come back within three seconds.
 */
const WAITING_CONNECTIONS = 65_535;

const JSON_TYPE = ['Content-Type', 'application/json; charset=utf-8'];

/** Requests of one connection that may wait for a turn; only a client that does not wait for responses has several. */
const PIPELINED_MAX = 32;

/**
 * Express, and in front of it a few routes whose requests go straight to Nest. Express changes the prototypes of every
 * request and response and searches its routes one after the other, which costs much CPU for each request, and memory for
 * as long as a stream is open. Handlers of direct routes, and the filters behind them, get node's own request and response.
 * Express does not have these routes, so each is reached in one way only.
 */
export class DirectExpressAdapter extends ExpressAdapter {
  private readonly direct: readonly string[];
  private readonly handlers = new Map<string, RouteHandler>();
  private readonly arrivalSteps: RequestStep[] = [];
  private readonly departureSteps: RequestStep[] = [];
  private readonly departed = runner(this.departureSteps);
  private readonly log = new Logger('Http');
  /** Requests that wait for a turn, by connection. */
  private readonly waiting = new WeakMap<Socket, number>();

  constructor(
    private readonly express: Express,
    /** Each is a method and a path without parameters: `POST /events`. A path alone stands for GET. */
    direct: readonly string[],
  ) {
    super(express);
    this.direct = direct.map((route) => (route.startsWith('/') ? `GET ${route}` : route));
  }

  /** The routes that Express does not have. */
  get directRoutes(): string[] {
    return [...this.handlers.keys()];
  }

  /** Runs `step` for every request, before anything else looks at it. */
  onArrival(step: RequestStep): void {
    this.arrivalSteps.push(step);
  }

  /** Runs `step` once for every request, when its response is sent or its connection closed. */
  onDeparture(step: RequestStep): void {
    this.departureSteps.push(step);
  }

  override initHttpServer(options: NestApplicationOptions): void {
    super.initHttpServer(options);
    const route = (request: IncomingMessage, response: ServerResponse) => this.route(request, response);
    this.httpServer.off('request', this.express).on('request', route);
    // Whether a client should send its body is said by the route that reads it; any other expectation is not met.
    this.httpServer.on('checkContinue', route).on('checkExpectation', route);
  }

  override listen(port: string | number, ...[host, callback]: [(string | (() => void))?, (() => void)?]): Server {
    const name = typeof host === 'string' ? host : undefined;
    const listening = typeof host === 'function' ? host : callback;
    // node takes the path of a socket too, which its types do not say.
    return (this.httpServer as Server).listen(port as number, name, WAITING_CONNECTIONS, listening);
  }

  override get(...route: unknown[]): unknown {
    return this.keep('GET', route) ?? Reflect.apply(this.express.get, this.express, route);
  }

  override post(...route: unknown[]): unknown {
    return this.keep('POST', route) ?? Reflect.apply(this.express.post, this.express, route);
  }

  /** Closes connections that are still open after the drain, without waiting for them. */
  override close(): Promise<unknown> | undefined {
    const closed = super.close();
    this.httpServer.closeAllConnections();
    return closed;
  }

  /** As Express does, for responses that are not its own too. */
  override status(response: ServerResponse, statusCode: number): ServerResponse {
    response.statusCode = statusCode;
    return response;
  }

  /** Left to `reply` for a direct route, since a header that is set makes node set all others one by one. */
  override setHeader(response: ServerResponse, name: string, value: string): ServerResponse {
    const context = contextOf(response.req);
    if (!context.headersLeft) return response.setHeader(name, value);
    context.headersLeft = headWith(context, [name, value]);
    return response;
  }

  /** What the handler of a direct route returns is sent as JSON, together with the headers that were left to this. */
  override reply(response: ServerResponse, body: unknown, statusCode?: number): void {
    if ('json' in response) return void super.reply(response, body, statusCode);
    const json = JSON.stringify(body);
    const headers = [...JSON_TYPE, 'Content-Length', String(Buffer.byteLength(json))];
    response.writeHead(statusCode ?? response.statusCode, headWith(contextOf(response.req), headers)).end(json);
  }

  /** Keeps the handler of a direct route. Returns undefined for a route that is not direct. */
  private keep(method: string, [path, handler]: unknown[]): Express | undefined {
    const route = `${method} ${String(path)}`;
    if (!this.direct.includes(route)) return undefined;
    this.handlers.set(route, handler as RouteHandler);
    return this.express;
  }

  private route(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '' } = request;
    const { path, query } = requestTarget(url);
    const handler = this.handlers.get(`${method} ${path}`);
    // What is more than path and query Express reads with another parser, which gives up on some, or warns on standard error.
    if (!url.startsWith('/') || url.includes('#')) request.url = `${path || '/'}?${query}`;
    const routed = (
      handler
        ? Object.assign(request, { path, query: parse(query), route: { path } })
        : Object.assign(request, { path })
    ) as RoutedRequest;
    this.arrived(routed, response);
    if (turns.free) this.handle(routed, response, handler);
    else this.handleLater(routed, response, handler);
  }

  private handle(request: RoutedRequest, response: ServerResponse, handler: RouteHandler | undefined): void {
    if (!handler) return void this.express(request as Request, response as Response);
    // Nest goes on to the next route only where routes have versions or hosts.
    handler(request, response, () => undefined).catch((error: unknown) => {
      response.destroy();
      this.log.error(`A request could not even be refused: ${String(error)}`);
    });
  }

  /** When it is the turn of the request's address, unless its connection is closed by then. */
  private handleLater(request: RoutedRequest, response: ServerResponse, handler: RouteHandler | undefined): void {
    const { socket } = request;
    const waiting = (this.waiting.get(socket) ?? 0) + 1;
    if (waiting > PIPELINED_MAX) return void socket.destroy();
    this.waiting.set(socket, waiting);
    turns.later(addressKey(clientAddress(request)), () => {
      this.waiting.set(socket, this.waiting.get(socket)! - 1);
      if (!socket.destroyed) this.handle(request, response, handler);
    });
  }

  private arrived(request: RoutedRequest, response: ServerResponse): void {
    for (const step of this.arrivalSteps) step(request, response);
    if (response.socket) response.on('close', this.departed);
    else this.departWithConnection(request, response);
  }

  /** For a response that waits behind another one on its connection: node does not tell it when the connection closes. */
  private departWithConnection({ socket }: RoutedRequest, response: ServerResponse): void {
    const depart = () => {
      response.off('close', depart);
      socket.off('close', depart);
      this.departed.call(response);
    };
    response.on('close', depart);
    // There may be many of them.
    socket.setMaxListeners(0).on('close', depart);
  }
}

/** One listener for all responses: an open stream keeps its listeners, and what they hold. */
function runner(steps: readonly RequestStep[]) {
  return function (this: ServerResponse): void {
    for (const step of steps) step(this.req as RoutedRequest, this);
  };
}
