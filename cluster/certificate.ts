import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Writes `tls.crt`, `tls.key` and `ca.crt` to `directory`: a self-signed certificate for 127.0.0.1 and localhost, valid for
 * `days`. Returns the path of `ca.crt`, which node trusts if NODE_EXTRA_CA_CERTS names it.
 */
export async function makeCertificate(directory: string, days = 1): Promise<string> {
  const certificate = join(directory, 'tls.crt');
  const authority = join(directory, 'ca.crt');
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    join(directory, 'tls.key'),
  ];
  await run('openssl', [
    'req',
    '-x509',
    ...key,
    '-out',
    certificate,
    '-days',
    String(days),
    '-subj',
    '/CN=localhost',
    '-addext',
    names,
  ]);
  await copyFile(certificate, authority);
  return authority;
}
