import { type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import { ruleOf } from './endpoint.decorator.js';
import { type EndpointRule } from './endpoint-rule.js';

/**
 * The rules of all routes of these controllers, one for each path.
 * @throws Error for a route that was not declared with `@Endpoint`, and for a controller with a path of its own
 */
export function endpointsOf(controllers: readonly Type[]): EndpointRule[] {
  return controllers.flatMap((controller) => {
    const own: unknown = Reflect.getMetadata(PATH_METADATA, controller);
    if (own !== '/') throw new Error(`${controller.name} has the path ${String(own)}: @Endpoint takes whole paths.`);
    return routesOf(controller).flatMap((name) => rulesOf(controller, name));
  });
}

/** Names of the methods that Nest routes requests to. */
function routesOf(controller: Type): string[] {
  const names = new MetadataScanner().getAllMethodNames(controller.prototype as object);
  return names.filter((name) => Reflect.hasMetadata(PATH_METADATA, handlerOf(controller, name)));
}

function rulesOf(controller: Type, name: string): EndpointRule[] {
  const rule = ruleOf(handlerOf(controller, name));
  if (!rule) throw new Error(`${controller.name}.${name} is a route without a rule: declare it with @Endpoint.`);
  return [rule.path].flat().map((path) => ({ ...rule, path }));
}

function handlerOf(controller: Type, name: string): object {
  return Reflect.get(controller.prototype as object, name) as object;
}
