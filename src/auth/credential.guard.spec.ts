// CWE-862: a route that somebody adds and forgets to protect must be refused, not served.
import { type ExecutionContext } from '@nestjs/common';
import { Endpoint } from '../endpoints/endpoint.decorator.js';
import { type Access } from '../endpoints/endpoint-rule.js';
import { PrincipalsService } from './principals.service.js';
import { loadSettings } from '../config/load-settings.js';
import { type RequestContext } from '../http/request-context.js';
import { CredentialCheck } from './credential-check.service.js';
import { CredentialGuard } from './credential.guard.js';

const CREDENTIALS = { VX11_GATEWAY_TOKEN: 'gateway-credential', VX11_PRINCIPAL_TOKEN: 'principal-credential' };

const For = (access: Access) =>
  Endpoint({ method: 'GET', path: `/${access}`, access, reach: 'inside', purpose: 'Shows who may use it.' });

class Routes {
  forgotten(): void {}
  @For('public') open(): void {}
  @For('principal') anybody(): void {}
  @For('publish') publish(): void {}
  @For('stream') stream(): void {}
}

describe('the guard before every route', () => {
  let refusals: string[];
  let guard: CredentialGuard;
  let context: Partial<RequestContext>;

  beforeEach(() => {
    refusals = [];
    const { settings } = loadSettings(CREDENTIALS);
    const principals = new PrincipalsService(settings);
    const observer = {
      refused: (reason: string) => refusals.push(reason),
      used: () => undefined,
      inQuery: () => undefined,
    };
    guard = new CredentialGuard(new CredentialCheck(principals, observer, settings));
    context = {};
  });

  function enter(method: keyof Routes, credential?: string): Promise<boolean> {
    const headers = credential === undefined ? {} : { 'x-vx11-token': credential };
    const execution: Pick<ExecutionContext, 'getHandler' | 'switchToHttp'> = {
      getHandler: () => (Routes.prototype as Record<keyof Routes, () => void>)[method],
      switchToHttp: () => ({ getRequest: () => ({ headers, context, socket: {} }) }) as never,
    };
    return guard.canActivate(execution as ExecutionContext);
  }

  it('refuses a route that does not say who may use it, whoever calls', async () => {
    for (const credential of [undefined, 'gateway-credential']) {
      await expect(enter('forgotten', credential)).rejects.toMatchObject({ reason: 'route_without_rule' });
    }
  });

  it('lets everybody use a public route, and leaves the stream to the guards that follow', async () => {
    expect(await Promise.all([enter('open'), enter('stream')])).toEqual([true, true]);
    expect(context.principal).toBeUndefined();
  });

  it('lets a principal in, and notes which', async () => {
    expect(await enter('anybody', 'principal-credential')).toBe(true);
    expect(context.principal).toMatchObject({ name: 'principal', rights: ['read'] });
  });

  it.each([
    ['nobody', 'anybody', undefined, 'auth_required', 'no_credential'],
    ['somebody unknown', 'anybody', 'guess', 'invalid_token', 'wrong_credential'],
    ['a principal without the right', 'publish', 'principal-credential', 'forbidden', 'missing_right'],
  ] as const)('refuses %s, and tells its observer', async (_, method, credential, code, reason) => {
    await expect(enter(method, credential)).rejects.toMatchObject({ code, reason });
    expect(refusals).toEqual([reason]);
  });

  it('lets in who has the right', async () => expect(await enter('publish', 'gateway-credential')).toBe(true));
});
