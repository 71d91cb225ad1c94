import { CONTENDERS, type ContenderName } from './contenders/catalogue.js';
import { type Suite } from './suites/suite.js';

export const USAGE = 'usage: npm run bench -- [suite …] [--quick] [--only=contender,…] [--profile]';

export interface Arguments {
  suites: Suite[];
  quick: boolean;
  only: ContenderName[];
  profile: boolean;
}

/** Parses the command line. Throws with the known names if it has an unknown one. */
export function readArguments(args: readonly string[], all: readonly Suite[]): Arguments {
  const flags = args.filter((argument) => argument.startsWith('--'));
  const names = args.filter((argument) => !argument.startsWith('--'));
  const only =
    flags
      .find((flag) => flag.startsWith('--only='))
      ?.slice('--only='.length)
      .split(',') ?? [];
  const known = ['--quick', '--profile'];
  refuse(
    flags.filter((flag) => !known.includes(flag) && !flag.startsWith('--only=')),
    [...known, '--only=…'],
  );
  refuse(
    only.filter((name) => !(name in CONTENDERS)),
    Object.keys(CONTENDERS),
  );
  const suiteNames = all.map(({ name }) => name);
  refuse(
    names.filter((name) => !suiteNames.includes(name)),
    suiteNames,
  );
  return {
    suites: all.filter(({ name }) => names.length === 0 || names.includes(name)),
    quick: flags.includes('--quick'),
    only: only as ContenderName[],
    profile: flags.includes('--profile'),
  };
}

function refuse(unknown: readonly string[], known: readonly string[]): void {
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
}
