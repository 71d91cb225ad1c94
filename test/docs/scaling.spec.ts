// Machines are bought by these figures: each must be what the plan counts with, and what the bench prints.
import { readdirSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { SUITES } from '../../bench/suites/catalogue.js';
import { formatNumber } from '../../src/cli/plan/format.js';
import * as given from '../../src/cli/plan/given.js';
import { CORE_SHARE, READING_SHARE, UNEVEN } from '../../src/cli/plan/margins.js';
import { COSTS } from '../../src/cli/plan/costs.js';
import { MEASURED } from '../../src/cli/plan/measured.js';
import { DEFAULTS } from '../../src/cli/plan/steps/all-steps.js';
import { READS_MAX } from '../../src/cli/plan/steps/deliveries.js';
import { run } from '../../src/cli/run.js';
import { makePlan } from '../../src/cli/plan/make-plan.js';
import { tooFewOpenFiles } from '../../src/host/open-files.js';
import { eventFrame, heartbeatFrame } from '../../src/streaming/sse-frame.js';
import { MemoryTerminal } from '../cli/support/memory-terminal.js';
import { codes, page, rowsOf } from './support/markdown.js';
import { carriedRow, figureRows, loadRow, windowRow } from './support/plans.js';

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

  it('lists the figures with which a plan counts', () => {
    expect(rowsOf(PAGE, 'figure')).toEqual(figureRows());
  });

  it('has loads, windows and what one instance carries as a plan has them', () => {
    const [loads, windows, carried] = ['load', 'window', 'events/s'].map((first) => rowsOf(PAGE, first));
    expect(loads!.length * windows!.length * carried!.length).toBeGreaterThan(0);
    expect(loads).toEqual(loads!.map(({ load }) => loadRow(codes(load)[0]!)));
    expect(windows).toEqual(windows!.map(({ window }) => windowRow(Number.parseInt(window!, 10) || 0)));
    expect(carried).toEqual(carried!.map((row) => carriedRow(Number(row['events/s']))));
  });

  it('has the costs in its formula', () => {
    const [, formula = ''] = /## The formula\n\n```\n([^]*?)```/.exec(text)!;
    const shown = [...formula.matchAll(/([\d.,]+) µs/g)].map(([, cost]) => cost);
    const { write, writeEvent, read, readEvent, call, callEvent, nginxWrite, nginxWriteEvent } = COSTS;
    const costs = [write, writeEvent, read, readEvent, call, callEvent, nginxWrite, nginxWriteEvent];
    expect(shown).toEqual(costs.map(formatNumber));
    expect(formula).toContain(
      `${MEASURED.processMemory.value} MiB + streams of one × ${MEASURED.idleStream.value} KiB`,
    );
    expect(formula).toContain(`streams × ${given.NGINX_STREAM_KIB} KiB in nginx`);
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
    expect(MEASURED.deliveryBytes.value).toBe(290 + given.FRAME_BYTES);
  });
});
