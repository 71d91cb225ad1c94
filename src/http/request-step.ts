import { type ServerResponse } from 'node:http';
import { type RoutedRequest } from './routed-request.js';

/** A step for every request, run when it arrives or when its response is over. Must not throw. */
export type RequestStep = (request: RoutedRequest, response: ServerResponse) => void;
