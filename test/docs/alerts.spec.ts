// Who is called looks the alert up. The page must list the alerts that there are, each with what its rule says.
import { alerts } from '../deploy/support/rules.js';
import { rowsOf } from './support/markdown.js';

const rows = rowsOf('docs/reference/alerts.md', 'alert');

describe('docs/reference/alerts.md', () => {
  it('lists every alert with its severity, its time and its runbook, and no other', () => {
    const listed = rows.map(({ alert, severity, after, runbook }) => [alert, severity, after, runbook].join(' '));
    const expected = alerts.map(({ alert, labels, for: after, annotations }) => {
      const runbook = annotations['runbook_url']!.replace(/^.*\/docs\//, '');
      const [page] = runbook.replace('runbooks/', '').split('#');
      return [`\`${alert}\``, labels['severity'], after, `[${page}](../${runbook})`].join(' ');
    });
    expect(listed.sort()).toEqual(expected.sort());
  });

  it('says what each means', () => {
    for (const { meaning } of rows) expect(meaning).toMatch(/^[A-Z].*\.$/);
  });
});
