// CWE-862: a route that somebody adds and forgets to protect must be refused, not served.
import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Counter, Registry } from 'prom-client';
import { Authenticated, GuardedAsStream, Public, Requires } from '../auth/access.decorators.js';
import { PrincipalsService } from '../auth/principals.service.js';
import { loadSettings } from '../config/load-settings.js';
import { type RequestContext } from '../http/request-context.js';
import { PrincipalAccess } from './principal-access.service.js';
import { TokenGuard } from './token.guard.js';

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
  let failures: Counter;
  let guard: TokenGuard;
  let context: Partial<RequestContext>;

  beforeEach(() => {
    failures = new Counter({ name: 'failures', help: 'x', labelNames: ['reason'], registers: [new Registry()] });
    const principals = new PrincipalsService(loadSettings(CREDENTIALS).settings);
    guard = new TokenGuard(new Reflector(), new PrincipalAccess(principals, failures));
    context = {};
  });

  function enter(type: new () => object, method: string, credential?: string): Promise<boolean> {
    const headers = credential === undefined ? {} : { 'x-vx11-token': credential };
    const execution: Pick<ExecutionContext, 'getHandler' | 'getClass' | 'switchToHttp'> = {
      getHandler: () => Reflect.get(type.prototype as object, method) as () => void,
      getClass: () => type as never,
      switchToHttp: () => ({ getRequest: () => ({ headers, context }) }) as never,
    };
    return guard.canActivate(execution as ExecutionContext);
  }

  it('refuses a route that does not say who may use it, whoever calls', async () => {
    for (const credential of [undefined, 'gateway-credential']) {
      await expect(enter(Bare, 'forgotten', credential)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('lets everybody use a public route, and leaves the stream to the guard that follows', async () => {
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
  ])('refuses %s, and counts it', async (_, method, credential, code, reason) => {
    await expect(enter(Bare, method, credential)).rejects.toMatchObject({ code });
    const { values } = await failures.get();
    expect(values.map(({ labels, value }) => [labels.reason, value])).toEqual([[reason, 1]]);
  });

  it('lets in who has the right', async () => expect(await enter(Bare, 'publish', 'gateway-credential')).toBe(true));

  it('takes the rule of the class where the route has none', async () => {
    await expect(enter(Guarded, 'inherits', 'gateway-credential')).rejects.toMatchObject({ code: 'forbidden' });
  });
});
