import { type IncomingHttpHeaders } from 'node:http';
import { MIMEType } from 'node:util';
import { Problem } from '../problems/problem.js';
import { type BodyRules } from './body-limits.js';
import { tooLarge } from './too-large.js';

/**
 * How a body is encoded, by what its headers say of it.
 * @throws Problem `unsupported_media_type`, `payload_too_large` before a byte of it is read
 */
export function declaredEncoding(headers: IncomingHttpHeaders, { maxBytes, gzip }: BodyRules): 'identity' | 'gzip' {
  refuseOtherTypes(headers['content-type']);
  const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity';
  if (encoding !== 'identity' && !(gzip && encoding === 'gzip')) {
    const wanted = gzip ? 'must come as it is, or compressed once with gzip' : 'must not be compressed here';
    throw new Problem('unsupported_media_type', `The body ${wanted}: see Content-Encoding.`);
  }
  if (Number(headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  return encoding;
}

function refuseOtherTypes(contentType: string | undefined): void {
  const type = parsed(contentType);
  if (type?.essence !== 'application/json') {
    throw new Problem('unsupported_media_type', 'The body must be JSON: send Content-Type: application/json.');
  }
  if ((type.params.get('charset') ?? 'utf-8').toLowerCase() !== 'utf-8') {
    throw new Problem('unsupported_media_type', 'The body must be in UTF-8.');
  }
}

function parsed(contentType = ''): MIMEType | undefined {
  try {
    return new MIMEType(contentType);
  } catch {
    return undefined;
  }
}
