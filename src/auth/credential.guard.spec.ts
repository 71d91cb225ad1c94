// CWE-862: a route that somebody adds and forgets to protect must be refused, not served.
import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticated, GuardedAsStream, Public, Requires } from './access.decorators.js';
import { PrincipalsService } from './principals.service.js';
import { loadSettings } from '../config/load-settings.js';
import { type RequestContext } from '../http/request-context.js';
import { CredentialCheck } from './credential-check.service.js';
import { CredentialGuard } from './credential.guard.js';

const CREDENTIALS = { VX11_GATEWAY_TOKEN: 'gateway-credential', VX11_PRINCIPAL_TOKEN: 'principal-credential' };

class Bare {
  forgotten(): void {}
  @Public() open(): void {}
  @Authenticated() anybody(): void {}
  @Requires('publish') publish(): void {}
  @GuardedAsStream() stream(): void {}
}

@Requires('admin')
class Guarded {
  inherits(): void {}
  @Public() open(): void {}
}

describe('the guard before every route', () => {
  let refusals: string[];
  let guard: CredentialGuard;
  let context: Partial<RequestContext>;

  beforeEach(() => {
    refusals = [];
    const principals = new PrincipalsService(loadSettings(CREDENTIALS).settings);
    const observer = { refused: (reason: string) => refusals.push(reason), inQuery: () => undefined };
    guard = new CredentialGuard(new Reflector(), new CredentialCheck(principals, observer));
    context = {};
  });

  function enter(type: new () => object, method: string, credential?: string): boolean {
    const headers = credential === undefined ? {} : { 'x-vx11-token': credential };
    const execution: Pick<ExecutionContext, 'getHandler' | 'getClass' | 'switchToHttp'> = {
      getHandler: () => Reflect.get(type.prototype as object, method) as () => void,
      getClass: () => type as never,
      switchToHttp: () => ({ getRequest: () => ({ headers, context }) }) as never,
    };
    return guard.canActivate(execution as ExecutionContext);
  }

  it('refuses a route that does not say who may use it, whoever calls', () => {
    for (const credential of [undefined, 'gateway-credential']) {
      expect(() => enter(Bare, 'forgotten', credential)).toThrow(
        expect.objectContaining({ code: 'forbidden' }) as Error,
      );
    }
  });

  it('lets everybody use a public route, and leaves the stream to the guard that follows', () => {
    expect([enter(Bare, 'open'), enter(Bare, 'stream'), enter(Guarded, 'open')]).toEqual([true, true, true]);
    expect(context.principal).toBeUndefined();
  });

  it('lets a principal in, and notes which', () => {
    expect(enter(Bare, 'anybody', 'principal-credential')).toBe(true);
    expect(context.principal).toEqual({ name: 'principal', rights: ['read'] });
  });

  it.each([
    ['nobody', 'anybody', undefined, 'auth_required', 'no_credential'],
    ['somebody unknown', 'anybody', 'guess', 'invalid_token', 'wrong_credential'],
    ['a principal without the right', 'publish', 'principal-credential', 'forbidden', 'missing_right'],
  ])('refuses %s, and tells its observer', (_, method, credential, code, reason) => {
    expect(() => enter(Bare, method, credential)).toThrow(expect.objectContaining({ code, reason }) as Error);
    expect(refusals).toEqual([reason]);
  });

  it('lets in who has the right', () => expect(enter(Bare, 'publish', 'gateway-credential')).toBe(true));

  it('takes the rule of the class where the route has none', () => {
    const missing = expect.objectContaining({ code: 'forbidden' }) as Error;
    expect(() => enter(Guarded, 'inherits', 'gateway-credential')).toThrow(missing);
  });
});
