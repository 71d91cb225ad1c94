// Figures that people compare must be measured ones: the page is made from bench/published/, and nobody types a figure into it.
import { fillPage, withoutMade } from '../../bench/page/fill-page.js';
import { publishedResults, type Results } from '../../bench/page/results.js';
import { type Published } from '../../bench/publish/published.js';
import { page } from './support/markdown.js';

const PAGE = 'docs/performance.md';
const text = page(PAGE);

describe(PAGE, () => {
  it('is what npm run performance makes of the published results', () => {
    expect(text).toBe(fillPage(text, publishedResults));
  });

  it('has no figure that somebody typed', () => {
    const written = withoutMade(text)
      .replace(/```[^]*?```/g, '')
      .replace(/`[^`]*`/g, '');
    expect(written.match(/.*(?<!\bp)(?<!\bp\d)\b\d.*/g) ?? []).toEqual([]);
  });
});

describe('a marker', () => {
  const fanout: Published = {
    suite: 'fanout',
    about: '',
    quick: false,
    command: '',
    startedAt: '2026-11-28T09:00:00.000Z',
    seconds: 9,
    machine: { cpu: 'a CPU', cores: 2, memoryGiB: 24, kernel: '6.1', openFiles: 20_000, busyBefore: 0.013 },
    versions: { service: '2.0.0 (1a2b3c4)', node: '20.20.2', redis: '7.0.15' },
    settings: {},
    leftOut: [{ name: 'Mercure', why: 'Go is not installed' }],
    tables: [
      {
        id: 'steady',
        title: 'Some streams',
        columns: [
          { title: 'µs', digits: 1 },
          { title: 'most/s', digits: 0 },
        ],
        rows: [
          { name: 'ours', kind: 'ours', values: [1.26, 9_000] },
          { name: 'nchan', kind: 'peer', values: [1.04, 1_000] },
        ],
        notes: ['A note.'],
      },
    ],
    checks: [{ what: 'growth', value: 12.345, atMost: 50 }],
  };
  const of = (published: Published[]): Results => ({
    all: () => published,
    of: (suite, node = 20) =>
      published.find((one) => one.suite === suite && one.versions.node?.startsWith(String(node))),
  });
  const filled = (yaml: string, published = [fanout]) =>
    fillPage(`<!-- bench\n${yaml}\n-->\nold\n<!-- /bench -->`, of(published)).split('\n');

  it('shows the columns and rows it names, multiples of a row, and says what is left out', () => {
    const yaml = 'suite: fanout\ntable: steady\ncolumns: [most/s, most/s × nchan]\nrows: [nchan, ours, Mercure]';
    expect(filled(yaml).slice(yaml.split('\n').length + 2, -1)).toEqual([
      'Some streams:',
      '',
      '|  | most/s | most/s × nchan |',
      '|---|---:|---:|',
      '| nchan | 1,000 | 1.0 |',
      '| ours | 9,000 | 9.0 |',
      '',
      'Left out, since Go is not installed: Mercure.',
    ]);
  });

  it('shows several nodes side by side', () => {
    const other = { ...fanout, versions: { ...fanout.versions, node: '24.21.0' }, quick: true };
    const made = filled('suite: fanout\ncolumns: [µs]\nnodes: [20, 24]', [fanout, other]);
    expect(made).toContain('|  | µs, node 20 | µs, node 24 |');
    expect(made).toContain('| ours | 1.3 | 1.3 |');
    expect(made.filter((line) => line.includes('short run'))).toHaveLength(1);
  });

  it('says that a suite is not published yet, and how it is measured', () => {
    expect(filled('suite: fanout\nnodes: [20, 24]').join()).toContain('`npm run bench -- fanout --node=24 --publish`');
  });

  it('puts figures and checks into sentences', () => {
    const made = fillPage(
      '<!--= fanout/steady | ours | µs --><!--/--> and <!--= fanout | check | growth -->1<!--/-->',
      of([fanout]),
    );
    expect(withoutMade(made)).toBe(' and ');
    expect(made).toMatch(/-->1\.3<!--.*-->12\.35<!--/);
  });

  it('lists the bounds that full runs missed', () => {
    const missed = { ...fanout, checks: [{ what: 'growth', value: 60, atMost: 50, unit: 'ms' }] };
    const made = fillPage('<!-- bench missed -->\n<!-- /bench -->', of([fanout, missed, { ...missed, quick: true }]));
    expect(made.match(/^- .*/gm)).toEqual(['- `fanout`, node 20: growth 60 ms, where at most 50 is the aim.']);
  });

  it('is refused, with what is known, if it names what does not exist', () => {
    expect(() => filled('suite: fanout\ntable: stedy')).toThrow('Known: steady');
    expect(() => filled('suite: fanout\ncolumns: [ms]')).toThrow('Known: µs; most/s');
    expect(() => filled('suite: fanout\nrows: [our]')).toThrow('Known: ours; nchan');
    expect(() => fillPage('<!-- bench\nsuite: fan\n-->\n<!-- /bench -->', publishedResults)).toThrow('Known: fanout');
  });
});
