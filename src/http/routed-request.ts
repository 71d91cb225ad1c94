import { type IncomingMessage } from 'node:http';
import { type Request } from 'express';

/** What can be asked of a request on every route, whether Express or the adapter itself has found the route. */
export type RoutedRequest = IncomingMessage & Pick<Request, 'path' | 'query' | 'route'>;
