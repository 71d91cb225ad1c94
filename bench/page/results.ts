import { allPublished, type Published, type PublishedTable, readPublished } from '../publish/published.js';
import { SUITES } from '../suites/catalogue.js';

/** The node whose results are shown where a marker names none: the oldest that the service supports. */
export const SHOWN_NODE = 20;

/** Where the page gets results from. */
export interface Results {
  all(): readonly Published[];
  /** Returns the result of a suite; undefined if none is published. Throws if there is no such suite. */
  of(suite: string, node?: number): Published | undefined;
}

/** What `bench/published/` has. */
export const publishedResults: Results = {
  all: allPublished,
  of(suite, node = SHOWN_NODE) {
    mustBeKnown(
      'suite',
      suite,
      SUITES.map(({ name }) => name),
    );
    return readPublished(suite, node);
  },
};

/** Returns a table by its id or its position, from 1. Throws if it has none such; undefined instead if it is a short run, which may lack some. */
export function tableOf({ suite, tables, quick }: Published, wanted: string | number = 1): PublishedTable | undefined {
  const table = tables.find(({ id }, index) => id === wanted || String(index + 1) === String(wanted));
  if (table || quick) return table;
  throw unknown(
    `table of ${suite}`,
    String(wanted),
    tables.map(({ id }, index) => id ?? String(index + 1)),
  );
}

export function mustBeKnown(what: string, name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw unknown(what, name, known);
}

function unknown(what: string, name: string, known: readonly string[]): Error {
  return new Error(`There is no ${what} called "${name}". Known: ${known.join('; ')}.`);
}
