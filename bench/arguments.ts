import { CONTENDERS, type ContenderName } from './contenders/catalogue.js';
import { type Suite } from './suites/suite.js';

export const USAGE = `usage: npm run bench -- [suite …] [--quick] [--only=contender,…] [--node=major|path] [--profile] [--publish]
  --node     runs this service and the other node servers with another node
  --publish  writes bench/published/<suite>.node<major>.json, of which \`npm run performance\` makes docs/performance.md.
             With --quick, the file and the page say so, and no full result is replaced.`;

export interface Arguments {
  suites: Suite[];
  quick: boolean;
  only: ContenderName[];
  profile: boolean;
  /** The path or the major version of the node for the node servers; absent: the one that runs the bench. */
  node?: string;
  publish: boolean;
}

/** Parses the command line. Throws with the known names if it has an unknown one. */
export function readArguments(args: readonly string[], all: readonly Suite[]): Arguments {
  const flags = args.filter((argument) => argument.startsWith('--'));
  const names = args.filter((argument) => !argument.startsWith('--'));
  const valueOf = (prefix: string) => flags.find((flag) => flag.startsWith(prefix))?.slice(prefix.length);
  const only = valueOf('--only=')?.split(',') ?? [];
  const known = ['--quick', '--profile', '--publish'];
  refuse(
    flags.filter((flag) => !known.includes(flag) && !/^--(only|node)=/.test(flag)),
    [...known, '--only=…', '--node=…'],
  );
  if (flags.includes('--profile') && flags.includes('--publish'))
    throw new Error('A run with --profile is not published: writing profiles costs time.');
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
    node: valueOf('--node='),
    publish: flags.includes('--publish'),
  };
}

function refuse(unknown: readonly string[], known: readonly string[]): void {
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
}
