import { type Published } from '../publish/published.js';
import { formatCheckValue, isMet } from '../report/check.js';
import { majorOf } from '../publish/publish.js';

/** Returns the bounds that the bench sets and full runs missed, as a list in Markdown. */
export function renderMissed(all: readonly Published[]): string {
  const full = all.filter(({ quick }) => !quick);
  const missed = full.flatMap(({ suite, versions, checks }) =>
    checks
      .filter((check) => !isMet(check))
      .map((check) => {
        const bound = check.atLeast === undefined ? `at most ${check.atMost}` : `at least ${check.atLeast}`;
        const value = `${formatCheckValue(check)}${check.unit ? ` ${check.unit}` : ''}`;
        return `- \`${suite}\`, node ${majorOf(versions.node ?? '')}: ${check.what} ${value}, where ${bound} is the aim.`;
      }),
  );
  return missed.length > 0 ? missed.join('\n') : 'No bound was missed.';
}
