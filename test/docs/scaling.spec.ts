// Machines are bought by these figures: each must be what the plan counts with, and what the bench prints.
import { readdirSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { fillPlan } from '../../bench/page/fill-plan.js';
import { publishedResults } from '../../bench/page/results.js';
import { SUITES } from '../../bench/suites/catalogue.js';
import { formatNumber } from '../../src/cli/plan/format.js';
import * as given from '../../src/cli/plan/given.js';
import { CORE_SHARE, READING_SHARE, UNEVEN } from '../../src/cli/plan/margins.js';
import { COSTS } from '../../src/cli/plan/costs.js';
import { MEASURED, type MeasuredFigure } from '../../src/cli/plan/measured.js';
import { DEFAULTS } from '../../src/cli/plan/steps/all-steps.js';
import { READS_MAX } from '../../src/cli/plan/steps/deliveries.js';
import { run } from '../../src/cli/run.js';
import { makePlan } from '../../src/cli/plan/make-plan.js';
import { tooFewOpenFiles } from '../../src/host/open-files.js';
import { eventFrame, heartbeatFrame } from '../../src/streaming/sse-frame.js';
import { MemoryTerminal } from '../cli/support/memory-terminal.js';
import { page } from './support/markdown.js';

const PAGE = 'docs/scaling.md';
const text = page(PAGE);
const SMALL = { streams: 3, eventsPerSecond: 1, eventBytes: 290, batch: 1, history: 300, network: 1e10 };

describe(PAGE, () => {
  it('shows what the command prints', async () => {
    const shown = [...text.matchAll(/```sh\nnpx vx11 (plan [^\n]*)\n```[^`]*```text\n([^]*?)```/g)];
    expect(shown.length).toBeGreaterThan(0);
    for (const [, command = '', printed] of shown) {
      const terminal = new MemoryTerminal();
      expect(await run(command.split(' '), terminal)).toBe(0);
      expect(terminal.text).toBe(printed);
    }
  });

  it('has the figures, costs and plans that npm run performance writes', () => {
    expect(text).toBe(fillPlan(text));
  });

  it('names limits that follow from the figures', () => {
    const filesOfInstance = DEFAULTS.VX11_STREAMS_MAX / (1 - given.SHORT_REQUESTS_SHARE) + given.INSTANCE_FILES;
    const streamsOfWorker = (given.NGINX_FILES_MAX - given.NGINX_OTHER_CONNECTIONS) / 2 / UNEVEN;
    const limits: [string, number][] = [
      ['faster than N a second, an instance reads several at once', Math.round(READS_MAX)],
      ['From N events/s on', Math.floor((READING_SHARE * 1e6) / COSTS.readEvent)],
      ['is enough for N instances', Math.floor(given.REDIS_CLIENTS_MAX / given.REDIS_CONNECTIONS)],
      ['The bench published N a second', MEASURED.eventsPublished.value],
      ['one for each of its streams, of N', given.LOCAL_PORTS],
      ['carries N streams', Math.floor(streamsOfWorker)],
      ['at one instance need N files', Math.ceil(filesOfInstance)],
      ['an instance may use N of a core', CORE_SHARE],
    ];
    const words = text.replace(/\s+/g, ' ');
    expect(
      limits.map(([sentence, value]) => sentence.replace('N', formatNumber(value))).filter((s) => !words.includes(s)),
    ).toEqual([]);
  });
});

describe('the figures of a plan', () => {
  it('are printed by the bench: the suite exists and has the column', () => {
    const folder = 'bench/suites';
    const sources = (suite: string) =>
      readdirSync(repositoryFile(folder)).filter((file) => file.startsWith(suite) && file.endsWith('.ts'));
    const missing = Object.values(MEASURED).filter(({ suite, column }) => {
      const known = SUITES.some(({ name }) => name === suite);
      return !known || !sources(suite).some((file) => page(`${folder}/${file}`).includes(column));
    });
    expect(missing).toEqual([]);
  });

  it('are not more favourable than what the last full runs published', () => {
    const published = ({ suite, row, column }: MeasuredFigure) => {
      const [name, table = ''] = row.split(': ').reverse();
      const { tables = [], quick } = publishedResults.of(suite) ?? {};
      const shown = tables.find(
        ({ title, columns }) => title.startsWith(table) && columns.some((c) => c.title === column),
      );
      const index = shown?.columns.findIndex(({ title }) => title === column) ?? -1;
      return quick ? undefined : shown?.rows.find((one) => one.name === name)?.values[index];
    };
    const compared = Object.values(MEASURED).map((figure) => ({ figure, now: published(figure) }));
    const tooGood = compared.filter(({ figure: { value, unit }, now }) => {
      if (typeof now !== 'number') return true;
      return unit === 'a second' ? Math.round(now) < value : Number(now.toPrecision(3)) > value;
    });
    expect(tooGood).toEqual([]);
  });

  it('never plan an instance with fewer files than it needs to start', () => {
    expect(tooFewOpenFiles(given.INSTANCE_FILES_MIN)).toBeUndefined();
    expect(tooFewOpenFiles(given.INSTANCE_FILES_MIN - 1)).toBeDefined();
    expect(makePlan({ ...SMALL, instancesMax: undefined, cores: undefined }).steps.connections.files.value).toBe(
      given.INSTANCE_FILES_MIN,
    );
  });

  it('count the bytes of a frame as the service writes it', () => {
    const position = { epoch: 'abcdefgh', ms: 1_795_334_651_340, n: 1_234_567 };
    const entry = { position, json: '{}' } as Parameters<typeof eventFrame>[0];
    expect(eventFrame(entry)).toHaveLength(given.FRAME_BYTES + '{}'.length);
    expect(heartbeatFrame(position, new Date())).toHaveLength(given.HEARTBEAT_BYTES);
  });
});
