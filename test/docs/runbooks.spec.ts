// An alert that leads nowhere costs whoever is on call the minutes in which users wait.
import { alerts } from '../deploy/support/rules.js';
import { leadsSomewhere } from './support/links.js';
import { page, pages, rowsOf } from './support/markdown.js';

const INDEX = 'docs/runbooks/README.md';
const names = alerts.map(({ alert }) => alert);
const sections = pages()
  .filter((path) => path.startsWith('docs/runbooks/') && path !== INDEX)
  .flatMap((path) =>
    page(path)
      .split(/^## /m)
      .slice(1)
      .map((text) => ({ path, name: text.slice(0, text.indexOf('\n')), text })),
  );

/** The place that an alert links to, relative to the repository. */
function runbookOf({ annotations }: (typeof alerts)[number]): { path: string; anchor: string } {
  const [, written = ''] = /^\{\{ \$externalLabels\.repository \}\}\/(.*)$/.exec(annotations.runbook_url ?? '') ?? [];
  const [path = '', anchor = ''] = written.split('#');
  return { path, anchor };
}

describe('docs/runbooks', () => {
  it('has one heading for each alert, and the alert links to it', () => {
    expect(sections.map(({ name }) => name).sort()).toEqual([...names].sort());
    const lost = alerts.filter((alert) => {
      const { path, anchor } = runbookOf(alert);
      const there = sections.some((one) => one.path === path && one.name === alert.alert);
      return !there || !leadsSomewhere({ written: path, path, anchor });
    });
    expect(lost.map(({ alert }) => alert)).toEqual([]);
  });

  it('lists each alert once, beside the page that has it', () => {
    const listed = rowsOf(INDEX, 'users say or you see').flatMap(({ alert = '', page: link = '' }) =>
      alert.split(', ').map((name) => `${name} docs/runbooks/${/\((.*)\)/.exec(link)?.[1]}`),
    );
    const there = sections.map(({ name, path }) => `${name} ${path}`);
    expect(listed.filter((one) => !one.startsWith(' ')).sort()).toEqual(there.sort());
  });

  it('says under each what users notice, how to be sure and what to do', () => {
    const PARTS = [/\*\*Users notice/, /\*\*Be sure/, /\*\*Do|\*\*do|\| do \|/, /\*\*Call:?\*\*/];
    const lacking = sections.filter(({ text }) => !PARTS.every((part) => part.test(text)));
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });
});
