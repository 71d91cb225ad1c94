import { type Stryker } from '@stryker-mutator/core';

type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>;

/** How much of an area the tests notice. */
export interface Score {
  readonly name: string;
  readonly noticed: number;
  readonly survived: number;
  /** Excluded by a comment that says why. */
  readonly excluded: number;
  readonly seconds: number;
}

export function scoreOf(name: string, mutants: Mutants, seconds: number): Score {
  const count = (...statuses: Mutants[number]['status'][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  return {
    name,
    noticed: count('Killed', 'Timeout'),
    survived: count('Survived', 'NoCoverage'),
    excluded: count('Ignored'),
    seconds,
  };
}

/** A row for each area, and one for all. */
export function table(scores: readonly Score[]): string {
  const sum = (of: (score: Score) => number) => scores.reduce((all, score) => all + of(score), 0);
  const all: Score = {
    name: 'all',
    noticed: sum(({ noticed }) => noticed),
    survived: sum(({ survived }) => survived),
    excluded: sum(({ excluded }) => excluded),
    seconds: sum(({ seconds }) => seconds),
  };
  const rows = [...scores, all].map(({ name, noticed, survived, excluded, seconds }) => {
    const percent = ((100 * noticed) / (noticed + survived)).toFixed(1);
    return `| ${name} | ${percent} % | ${noticed} | ${survived} | ${excluded} | ${Math.round(seconds)} |`;
  });
  return ['\n| area | score | noticed | survived | excluded | seconds |', '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}
