import { type DynamicModule, type Type } from '@nestjs/common';

type Module = Type | DynamicModule;

/** The controllers of a module and of all that it imports, each once, in the order in which they are found. */
export function controllersOf(root: Module): Type[] {
  const controllers = new Set<Type>();
  const seen = new Set<Module>();
  const visit = (module: Module) => {
    if (seen.has(module)) return;
    seen.add(module);
    for (const imported of listed<Module>(module, 'imports')) visit(imported);
    for (const controller of listed<Type>(module, 'controllers')) controllers.add(controller);
  };
  visit(root);
  return [...controllers];
}

/** What a module lists at its class, and what it lists where it is imported. */
function listed<T>(module: Module, key: 'imports' | 'controllers'): T[] {
  const dynamic = 'module' in module ? module : undefined;
  const type = dynamic?.module ?? (module as Type);
  const own = (Reflect.getMetadata(key, type) ?? []) as T[];
  return [...own, ...((dynamic?.[key] ?? []) as T[])];
}
