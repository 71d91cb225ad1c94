import { type IncomingMessage } from 'node:http';

/**
 * A request with path, query and route, whether Express or `DirectExpressAdapter` has found the route. Not by the types of Express,
 * which an application that imports the package need not have.
 */
export type RoutedRequest = IncomingMessage & {
  readonly path: string;
  query: Record<string, unknown>;
  route?: { readonly path: string };
};
