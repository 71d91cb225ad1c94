// Two headers may carry the credential: which one counts must be fixed, whatever a proxy adds.
import { headerCredential } from './header-credential.js';

describe('the credential of a request', () => {
  it.each([
    [{}, undefined],
    [{ 'x-vx11-token': 'a' }, 'a'],
    [{ authorization: 'Bearer b' }, 'b'],
    [{ authorization: 'Bearer vx11_b-c' }, 'vx11_b-c'],
    [{ authorization: 'bearer   b' }, 'b'],
    [{ 'x-vx11-token': 'a', authorization: 'Bearer b' }, 'a'],
    [{ 'x-vx11-token': '', authorization: 'Bearer b' }, 'b'],
    [{ authorization: 'Basic b' }, undefined],
    [{ authorization: 'Bearer' }, undefined],
    [{ authorization: 'Bearer ' }, undefined],
    [{ authorization: 'Bearer a b' }, undefined],
    [{ authorization: 'NotBearer a' }, undefined],
  ])('in %j is %j', (headers, credential) => expect(headerCredential(headers)).toBe(credential));
});
