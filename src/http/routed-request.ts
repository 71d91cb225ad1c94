import { type IncomingMessage } from 'node:http';
import { type Request } from 'express';

/** A request with path, query and route, whether Express or `DirectExpressAdapter` has found the route. */
export type RoutedRequest = IncomingMessage & Pick<Request, 'path' | 'query' | 'route'>;
