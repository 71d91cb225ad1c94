import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { type Fault, lineAt } from './fault.js';

/** A piece of a YAML document, and where it begins. */
export type Tree =
  | { readonly kind: 'text'; readonly text: string; readonly plain: boolean; readonly at: number }
  | { readonly kind: 'list'; readonly items: Tree[]; readonly at: number }
  | { readonly kind: 'map'; readonly entries: [key: Tree, value: Tree][]; readonly at: number };

/** Thrown for text that is not the YAML that is taken here. */
export class YamlError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

const DEPTH_MAX = 10;

/**
 * Reads one YAML document, without aliases, tags and several documents: a short file could stand for a huge one otherwise.
 * @throws YamlError
 */
export function parseYaml(source: string): Tree | undefined {
  const fail = (at: number, message: string): never => {
    throw new YamlError({ line: lineAt(source, at), message });
  };
  let root: Tree | undefined;
  const open: (Extract<Tree, { kind: 'list' | 'map' }> & { key?: Tree | undefined })[] = [];
  const add = (tree: Tree): void => {
    const parent = open.at(-1);
    if (!parent) root = tree;
    else if (parent.kind === 'list') parent.items.push(tree);
    else if (parent.key === undefined) parent.key = tree;
    else {
      parent.entries.push([parent.key, tree]);
      parent.key = undefined;
    }
  };
  let documents = 0;
  let at = 0;
  for (const event of eventsOf(source)) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (++documents > 1) fail(at, 'holds a second document; one is read');
        break;
      case EVENT_ID.ALIAS:
        fail(event.anchorStart, 'has an alias (*); aliases are not taken');
        break;
      case EVENT_ID.POP:
        open.pop();
        break;
      default: {
        at = event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
        if (event.tagStart >= 0) fail(event.tagStart, 'has a tag (!); tags are not taken');
        if (event.type === EVENT_ID.SCALAR) {
          const text = getScalarValue(source, event);
          add({ kind: 'text', text, plain: event.style === SCALAR_STYLE.PLAIN, at });
          break;
        }
        const tree: Tree =
          event.type === EVENT_ID.SEQUENCE ? { kind: 'list', items: [], at } : { kind: 'map', entries: [], at };
        add(tree);
        open.push(tree);
      }
    }
  }
  return root;
}

/** The library's message quotes the file, which may hold a credential by mistake: only its reason is kept. */
function eventsOf(source: string): Event[] {
  try {
    return parseEvents(source, { maxDepth: DEPTH_MAX });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    const reason = error.reason.includes('tag') ? 'tags (!) are not taken' : error.reason;
    throw new YamlError({ line, message: `is not YAML: ${reason}` });
  }
}
