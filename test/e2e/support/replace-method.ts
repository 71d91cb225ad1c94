/** Puts `replacement` in the place of a method of one object; returns how to undo that. */
export function replaceMethod<T extends object, K extends keyof T>(
  object: T,
  name: K,
  replacement: (original: T[K]) => T[K],
): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  object[name] = replacement(typeof object[name] === 'function' ? (object[name].bind(object) as T[K]) : object[name]);
  return () => {
    if (own) Object.defineProperty(object, name, own);
    else delete object[name];
  };
}
