import { describeSettings } from './setting.decorators.js';

/** Variables that only the command line and the guides read. They stand beside the settings, often in the same file. */
const OF_CLIENTS = ['VX11_URL', 'VX11_CREDENTIAL'];

/**
 * Returns warnings for `VX11_…` variables that are not in the catalogue, each with the nearest known name. They are not faults,
 * because other services of the platform use the prefix too.
 */
export function unknownVariables(env: NodeJS.ProcessEnv): string[] {
  const known = describeSettings().map(({ variable }) => variable);
  return Object.keys(env)
    .filter((name) => name.startsWith('VX11_') && ![...known, ...OF_CLIENTS].includes(name))
    .map((name) => `${name} is not a setting of this service; the nearest is ${nearest(name, known)}.`);
}

function nearest(name: string, known: readonly string[]): string {
  return known.reduce((best, candidate) => (distance(name, candidate) < distance(name, best) ? candidate : best));
}

/** Returns the Levenshtein distance of two texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
