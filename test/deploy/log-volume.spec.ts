// Whoever has to keep the log of a day must know how long it is, and that a rotated file is not lost.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eventually } from '../../cluster/eventually.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { Nginx } from '../../cluster/nginx.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { page, rowsOf } from '../docs/support/markdown.js';
import { newCredential } from '../support/used-credentials.js';
import { EVENTS, STREAM } from './support/behind-nginx.js';
import { compose } from './support/compose.js';
import { nobody } from './support/fake-instance.js';
import { type LogLine, type Logs, logsOfADay, textsOf } from './support/logged-deployment.js';
import { run } from './support/run.js';

const PAGE = 'docs/production/observability.md';
const TOKEN = `${EVENTS}/sse-token`;
const DAY_SECONDS = 86_400;

/** Bytes of a line, and of what docker makes of it. */
interface Size {
  readonly bytes: number;
  readonly wrapped: number;
}

/** A block of the page that begins with this text. */
function block(language: string, start: string): string {
  const text = page(PAGE);
  const at = text.indexOf(`\`\`\`${language}\n${start}`);
  return text.slice(text.indexOf('\n', at) + 1, text.indexOf('\n```', at) + 1);
}

const number = (text = '') => Number(text.replaceAll(',', ''));

describe('how much the logs are', () => {
  const told = new Map<string, Size>(
    rowsOf(PAGE, 'line').map(({ line = '', bytes, 'in json-file': wrapped }) => [
      line,
      { bytes: number(bytes), wrapped: number(wrapped) },
    ]),
  );
  let logs: Logs;

  beforeAll(async () => (logs = await logsOfADay()));

  it('is told for each line, alone and in docker’s file', () => {
    const lines: Readonly<Record<string, string[]>> = {
      'instance, token': textsOf(logs.instance, ({ route, status }) => route === TOKEN && status === 200),
      'instance, stream': textsOf(logs.instance, ({ route, principal }) => route === STREAM && principal !== undefined),
      'instance, publish': textsOf(logs.instance, ({ route, status }) => route === EVENTS && status === 202),
      'nginx, token': textsOf(logs.nginx, ({ route, status }) => route === TOKEN && status === 200),
      'nginx, stream': textsOf(logs.nginx, ({ route, status }) => route === STREAM && status === 200),
      'nginx, publish': textsOf(logs.nginx, ({ route, status }) => route === EVENTS && status === 202),
      'audit, each of the four of a stream': textsOf(logs.audit, isOfAStream),
    };
    const measured = Object.entries(lines).map(([line, texts]) => [line, sizeOf(texts)] as const);
    expect([...told.keys()]).toEqual(Object.keys(lines));
    expect(measured.filter(([line, size]) => !isNear(size, told.get(line)!))).toEqual([]);
  });

  it('is told for a day, as these lines and the life of a stream give it', () => {
    const { maxSeconds } = loadSettings({ VX11_OPERATOR_TOKEN: newCredential() }).settings.stream;
    const opened = 20_000 / (maxSeconds * 0.9);
    const expected = [
      aDayOf(opened, ['instance, token', 'instance, stream']),
      aDayOf(opened, ['nginx, token', 'nginx, stream']),
      aDayOf(opened * 4, ['audit, each of the four of a stream']),
      aDayOf(200, ['instance, publish']),
      aDayOf(200, ['nginx, publish']),
    ];
    const rows = rowsOf(PAGE, 'what a day writes');
    expect(
      rows.map((row) => [number(row['lines a second']), number(row['MB']), number(row['MB in json-file'])]),
    ).toEqual(expected);
  });

  it('shrinks to a tenth where docker compresses what it has rotated', () => {
    expect(page(PAGE).replaceAll('\n', ' ')).toContain('to a tenth of their size');
    const text = textsOf(logs.nginx, ({ route }) => route === EVENTS)
      .map(inJsonFile)
      .join('');
    expect(gzipSync(text).length).toBeLessThan(Buffer.byteLength(text) / 10);
  });

  it('is kept for a day with the override, which docker-compose takes', async () => {
    const file = join(createRunDirectory('override'), 'docker-compose.override.yml');
    writeFileSync(file, block('yaml', 'services:\n  nginx:\n    logging:'));
    const { services } = await compose({}, file);
    const secondsOf = (service: string, bytesPerSecond: number) => {
      const options = (services[service] as { logging: { options: Record<string, string> } }).logging.options;
      return (parseInt(options['max-size']!) * 2 ** 20 * Number(options['max-file'])) / bytesPerSecond;
    };
    expect(secondsOf('nginx', 200 * told.get('nginx, publish')!.wrapped)).toBeGreaterThan(DAY_SECONDS);
    for (const instance of ['operator-1', 'operator-2', 'operator-3']) {
      expect(secondsOf(instance, (200 / 3) * told.get('instance, publish')!.wrapped)).toBeGreaterThan(DAY_SECONDS);
    }
  });

  /** Lines a second, and MB of a day, of `perSecond` times these lines. */
  function aDayOf(perSecond: number, lines: readonly string[]): number[] {
    const megabytes = (size: keyof Size) =>
      Math.round((lines.reduce((sum, line) => sum + told.get(line)![size], 0) * perSecond * DAY_SECONDS) / 1e6);
    return [Math.round(perSecond * lines.length * 10) / 10, megabytes('bytes'), megabytes('wrapped')];
  }
});

describe('logrotate', () => {
  it('moves the access log away and has nginx go on in a new one, as the page says', async () => {
    const runDir = createRunDirectory('logrotate');
    const nginx = await Nginx.start({ upstreams: [await nobody()], runDir });
    const log = nginx.accessLog;
    const paths = { '/var/log/nginx/access.log': log, '/tmp/nginx/nginx.pid': join(runDir, 'nginx.pid') };
    const text = Object.entries(paths).reduce(
      (all, [path, here]) => all.replace(path, here),
      block('logrotate', '/var/log/nginx/access.log'),
    );
    const configuration = join(runDir, 'logrotate.conf');
    writeFileSync(configuration, text, { mode: 0o600 });
    await fetch(`${nginx.baseUrl}${EVENTS}`);
    // The line is written after the response, and an empty file is not moved.
    await eventually(() => readFileSync(log, 'utf8').includes(EVENTS) || undefined, { what: 'the line of a request' });
    const { code, output } = await run('logrotate', ['--force', '--state', join(runDir, 'state'), configuration]);
    expect(`${code}: ${output}`).toBe('0: ');
    const goesOn = async () => {
      await fetch(`${nginx.baseUrl}${TOKEN}`);
      return (existsSync(log) && readFileSync(log, 'utf8').includes(TOKEN)) || undefined;
    };
    await eventually(goesOn, { what: 'nginx to write into the new file' });
    await nginx.stop();
    expect(readFileSync(`${log}.1`, 'utf8')).toContain(`"route":"${EVENTS}"`);
    expect(readFileSync(log, 'utf8')).not.toContain(`"route":"${EVENTS}"`);
  });
});

function isOfAStream({ action, outcome }: LogLine): boolean {
  return ['token.issue', 'token.redeem', 'stream.open', 'stream.end'].includes(String(action)) && outcome === 'done';
}

/** As docker's logging driver writes a line. */
function inJsonFile(text: string): string {
  return `${JSON.stringify({ log: text, stream: 'stdout', time: '2026-01-01T00:00:00.000000000Z' })}\n`;
}

function sizeOf(texts: readonly string[]): Size {
  const mean = (of: readonly string[]) =>
    Math.round(of.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / of.length);
  return { bytes: mean(texts), wrapped: mean(texts.map(inJsonFile)) };
}

/** Within a tenth. */
function isNear(one: Size, other: Size): boolean {
  return (['bytes', 'wrapped'] as const).every((size) => Math.abs(one[size] - other[size]) <= one[size] / 10);
}
