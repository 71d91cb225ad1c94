import { type Tree } from './yaml-tree.js';

/** Takes note of a fault at an offset into the file. */
export type Complain = (at: number, message: string) => void;

/** A key that may be repeated in a message: nobody's credential looks like this. */
const SHOWN = /^[a-z_]{1,20}$/i;

/** The fields of a map by their keys. Complains of repeated and of unknown ones; undefined if `tree` is no map. */
export function readFields<Key extends string>(
  tree: Tree,
  known: readonly Key[],
  what: string,
  complain: Complain,
): Partial<Record<Key, Tree>> | undefined {
  if (tree.kind !== 'map') {
    complain(tree.at, `${what} wants a map of ${known.join(', ')}`);
    return undefined;
  }
  const fields: Partial<Record<Key, Tree>> = {};
  for (const [key, value] of tree.entries) {
    const text = key.kind === 'text' ? key.text : '';
    const name = known.find((one) => one === text);
    if (name === undefined) {
      const shown = SHOWN.test(text) ? text : 'a key';
      complain(key.at, `${shown} is not known; ${what} takes ${known.join(', ')}`);
    } else if (name in fields) complain(key.at, `${name} is there twice`);
    else fields[name] = value;
  }
  return fields;
}

/** The different texts of a list, each of a given form. Undefined if there was anything to complain of. */
export function readList<Value extends string>(
  tree: Tree,
  what: string,
  {
    max,
    wants,
    sound,
  }: { readonly max: number; readonly wants: string; readonly sound: (text: string) => text is Value },
  complain: Complain,
): Value[] | undefined {
  if (tree.kind !== 'list' || tree.items.length === 0) {
    complain(tree.at, `${what} wants a list of at least one: ${wants}`);
    return undefined;
  }
  const found = new Set<Value>();
  let sure = true;
  for (const item of tree.items) {
    if (item.kind === 'text' && sound(item.text)) found.add(item.text);
    else {
      complain(item.at, `${what} wants ${wants}`);
      sure = false;
    }
  }
  if (found.size > max) complain(tree.at, `${what} takes at most ${max}`);
  return sure && found.size <= max ? [...found] : undefined;
}
