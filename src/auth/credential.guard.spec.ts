// CWE-862: a route that somebody adds and forgets to protect must be refused, not served.
import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticated, GuardedAsStream, Public, Requires } from '../endpoints/access.decorators.js';
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
    const { settings } = loadSettings(CREDENTIALS);
    const principals = new PrincipalsService(settings);
    const observer = { refused: (reason: string) => refusals.push(reason), inQuery: () => undefined };
    guard = new CredentialGuard(new Reflector(), new CredentialCheck(principals, observer, settings));
    context = {};
  });

  function enter(type: new () => object, method: string, credential?: string): Promise<boolean> {
    const headers = credential === undefined ? {} : { 'x-vx11-token': credential };
    const execution: Pick<ExecutionContext, 'getHandler' | 'getClass' | 'switchToHttp'> = {
      getHandler: () => Reflect.get(type.prototype as object, method) as () => void,
      getClass: () => type as never,
      switchToHttp: () => ({ getRequest: () => ({ headers, context, socket: {} }) }) as never,
    };
    return guard.canActivate(execution as ExecutionContext);
  }

  it('refuses a route that does not say who may use it, whoever calls', async () => {
    for (const credential of [undefined, 'gateway-credential']) {
      await expect(enter(Bare, 'forgotten', credential)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('lets everybody use a public route, and leaves the stream to the guards that follow', async () => {
    const entered = [enter(Bare, 'open'), enter(Bare, 'stream'), enter(Guarded, 'open')];
    expect(await Promise.all(entered)).toEqual([true, true, true]);
    expect(context.principal).toBeUndefined();
  });

  it('lets a principal in, and notes which', async () => {
    expect(await enter(Bare, 'anybody', 'principal-credential')).toBe(true);
    expect(context.principal).toMatchObject({ name: 'principal', rights: ['read'] });
  });

  it.each([
    ['nobody', 'anybody', undefined, 'auth_required', 'no_credential'],
    ['somebody unknown', 'anybody', 'guess', 'invalid_token', 'wrong_credential'],
    ['a principal without the right', 'publish', 'principal-credential', 'forbidden', 'missing_right'],
  ])('refuses %s, and tells its observer', async (_, method, credential, code, reason) => {
    await expect(enter(Bare, method, credential)).rejects.toMatchObject({ code, reason });
    expect(refusals).toEqual([reason]);
  });

  it('lets in who has the right', async () => expect(await enter(Bare, 'publish', 'gateway-credential')).toBe(true));

  it('takes the rule of the class where the route has none', async () => {
    await expect(enter(Guarded, 'inherits', 'gateway-credential')).rejects.toMatchObject({ code: 'forbidden' });
  });
});
