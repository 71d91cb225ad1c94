import { applyDecorators, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import { describeEndpoint, type Description } from './describe.js';
import { type EndpointRule } from './endpoint-rule.js';

const RULE = Symbol('endpoint rule');

/** The rule of a controller's method, which may answer at several paths. */
export interface DeclaredRule extends Omit<EndpointRule, 'path'> {
  readonly path: string | readonly string[];
}

/**
 * Makes a controller's method an endpoint: Nest routes requests to it, `CredentialGuard` lets in whom the rule names, and the
 * catalogue and the API description list it. The controller has no path of its own.
 */
export function Endpoint({
  described = {},
  ...rule
}: DeclaredRule & { readonly described?: Description }): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: [rule.path].flat(), method: RequestMethod[rule.method] }),
    SetMetadata(RULE, rule),
    describeEndpoint(rule, described),
  );
}

/** The rule of a controller's method; none if it was not declared with `@Endpoint`. */
export function ruleOf(handler: object): DeclaredRule | undefined {
  return Reflect.getMetadata(RULE, handler) as DeclaredRule | undefined;
}
