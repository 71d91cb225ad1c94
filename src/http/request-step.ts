import { type ServerResponse } from 'node:http';
import { type RoutedRequest } from './routed-request.js';

/** Something that is done with every request, before anything looks at it or when its response is over. Never fails. */
export type RequestStep = (request: RoutedRequest, response: ServerResponse) => void;
