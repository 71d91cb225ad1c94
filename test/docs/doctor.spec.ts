// Whoever reads a finding at night looks it up: the page must have every check, what it says, and what to do.
import { GROUPS } from '../../src/cli/doctor/catalogue.js';
import { type Check } from '../../src/cli/doctor/check.js';
import { UNFINISHED } from '../../src/cli/doctor/finding.js';
import { GROUP_NAMES } from '../../src/cli/doctor/group-names.js';
import { page, type Row, rowsOf } from './support/markdown.js';

const PATH = 'docs/reference/doctor.md';

const checks: readonly Pick<Check<never>, 'id' | 'looksAt' | 'faults'>[] = GROUPS.flatMap((group) => group.checks);
const inDocs = (text: string) => text.replace(/\{(\w+)\}/g, '*$1*');

describe('the reference of doctor', () => {
  it('lists every check with what it looks at, in the order in which they run, and no other', () => {
    const expected = checks.map(({ id, looksAt }): Row => ({ check: `\`${id}\``, 'looks at': looksAt }));
    expect(rowsOf(PATH, 'check')).toEqual(expected);
  });

  it('lists every fault with its level, what it says and what to do, and no other', () => {
    const expected = checks.flatMap(({ id, faults }) =>
      Object.entries(faults).map(([fault, { level, says, advice }]) => ({
        fault: `\`${id}\` \`${fault}\``,
        level,
        says: inDocs(says),
        'what to do': advice,
      })),
    );
    expect(rowsOf(PATH, 'fault')).toEqual(expected);
  });

  it('has the fault of a check that could not be made', () => {
    expect(page(PATH).replace(/\s+/g, ' ')).toContain(inDocs(UNFINISHED.says));
  });

  it('has a heading for each group, and all groups have the names that --only takes', () => {
    expect(GROUPS.map(({ name }) => name)).toEqual(Object.keys(GROUP_NAMES));
    for (const [name, what] of Object.entries(GROUP_NAMES)) expect(page(PATH)).toContain(`\n## ${name}: ${what}\n`);
  });
});

it('no two checks have the same id, and each begins with the name of its group', () => {
  const ids = GROUPS.flatMap(({ name, checks: own }) => own.map(({ id }) => ({ id, name })));
  expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
  for (const { id, name } of ids) expect(id.startsWith(`${name}-`)).toBe(true);
});
