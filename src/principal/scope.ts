/** Which events: those that pass every list. An absent list lets every value pass, an empty one none. */
export interface Reach {
  readonly modules?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
}

/** What the rights to read and to publish cover. Absent: every event. */
export interface Scope {
  readonly read?: Reach | undefined;
  readonly publish?: Reach | undefined;
}

/** Covers every event. */
export const EVERYTHING: Scope = Object.freeze({});

/** What both cover. */
export function intersectScopes(a: Scope, b: Scope): Scope {
  return { read: intersectReaches(a.read, b.read), publish: intersectReaches(a.publish, b.publish) };
}

/** The events that both let pass. */
export function intersectReaches(a: Reach | undefined, b: Reach | undefined): Reach | undefined {
  if (!a || !b) return a ?? b;
  return { modules: common(a.modules, b.modules), severities: common(a.severities, b.severities) };
}

/** Whether `reach` lets this event pass. */
export function covers(
  reach: Reach | undefined,
  event: { readonly module: string; readonly severity: string },
): boolean {
  if (!reach) return true;
  return (reach.modules?.includes(event.module) ?? true) && (reach.severities?.includes(event.severity) ?? true);
}

function common(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  return a && b ? a.filter((value) => b.includes(value)) : (a ?? b);
}
