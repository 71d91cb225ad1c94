/** What an answer of the service has: a list of objects of this name, or a field. */
export type Shape = { readonly list: string } | { readonly field: string };

/** Whether a body that was read is such an answer. */
export function isOf(shape: Shape, body: unknown): boolean {
  if (!isObject(body)) return false;
  if ('field' in shape) return shape.field in body;
  const list = body[shape.list];
  return Array.isArray(list) && list.every(isObject);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
