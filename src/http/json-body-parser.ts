import { isUtf8 } from 'node:buffer';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { json, type NextFunction, type Request, type Response } from 'express';

const BODY_MAX_BYTES = 1_048_576;

/** Reads JSON bodies of at most 1 MiB, in UTF-8 and nothing else: what is published must be what is read back. */
export function jsonBodyParser() {
  const parse = json({ limit: BODY_MAX_BYTES, verify: refuseOtherEncodings });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method === 'POST') parse(request, response, next);
    else next();
  };
}

function refuseOtherEncodings(_: IncomingMessage, __: ServerResponse, body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8') throw Object.assign(new Error('not UTF-8'), { status: 415, type: 'charset.unsupported' });
  if (!isUtf8(body)) throw Object.assign(new Error('not UTF-8'), { status: 400, type: 'encoding.invalid' });
}
