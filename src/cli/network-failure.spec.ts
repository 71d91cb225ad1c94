import { networkFailure, unreachable } from './network-failure.js';

const wrapped = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

describe('networkFailure', () => {
  it.each([
    ['ECONNREFUSED', 'unreachable', true, 'nothing listens there'],
    ['ENOTFOUND', 'unreachable', true, 'the name is not known'],
    ['UND_ERR_CONNECT_TIMEOUT', 'unreachable', true, 'the connection timed out'],
    ['ECONNRESET', 'unreachable', false, 'the connection broke (ECONNRESET)'],
    ['UND_ERR_SOCKET', 'unreachable', false, 'the connection broke (UND_ERR_SOCKET)'],
    [
      'HPE_INVALID_CONSTANT',
      'not_the_service',
      true,
      'the server does not use the protocol of the address (HPE_INVALID_CONSTANT)',
    ],
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'not_the_service',
      true,
      'the server does not use the protocol of the address (ERR_SSL_WRONG_VERSION_NUMBER)',
    ],
    ['CERT_HAS_EXPIRED', 'untrusted_certificate', true, 'its certificate has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted_certificate', true, 'its certificate belongs to another name'],
  ])('%s', (code, exit, safe, reason) => {
    expect(networkFailure(wrapped(code))).toEqual({ exit, safe, reason });
  });

  it('says how to trust one’s own certificate authority', () => {
    for (const code of [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ]) {
      expect(networkFailure(wrapped(code))).toMatchObject({
        exit: 'untrusted_certificate',
        reason: expect.stringContaining('NODE_EXTRA_CA_CERTS') as unknown,
      });
    }
  });

  it('finds the reason if a name has several addresses, and of a timeout', () => {
    const refused = Object.assign(new Error(), { code: 'ECONNREFUSED' });
    expect(networkFailure(new TypeError('fetch failed', { cause: { errors: [refused] } })).reason).toBe(
      'nothing listens there',
    );
    expect(networkFailure(new DOMException('', 'TimeoutError')).reason).toBe('the connection broke (ETIMEDOUT)');
    expect(networkFailure('?')).toEqual({ exit: 'unreachable', safe: false, reason: 'there was no response' });
  });

  it('becomes one sentence', () => {
    expect(unreachable(wrapped('ECONNREFUSED'), 'http://h/').message).toBe(
      'No connection to http://h/: nothing listens there.',
    );
  });
});
