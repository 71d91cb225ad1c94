// The client replaces the EventSource of a browser, so it must make the same of every stream. What is right is what the browser does.
import { type Browser, type Page } from 'playwright-core';
import { BROWSER_CASES } from '../../client/test-support/sse-cases/all-cases.js';
import { lastIdOf, type SseCase } from '../../client/test-support/sse-cases/sse-case.js';
import { type SseMessage, type SseParser } from '../../client/src/sse-parser.js';
import { CaseServer } from './support/case-server.js';
import { startChromium } from './support/chromium.js';

const EVERY_TYPE = [...new Set(BROWSER_CASES.flatMap(({ messages }) => messages.map(({ type }) => type)))];
/** What Chromium waits if a stream does not say how long. */
const USUAL_WAIT_MS = 3_000;

const comesBackSoon = ({ retryMs = USUAL_WAIT_MS }: SseCase) => retryMs < 100;

describe('Chromium', () => {
  let server: CaseServer;
  let browser: Browser;
  let page: Page;
  const native: SseMessage[][] = [];

  beforeAll(async () => {
    server = await CaseServer.start(BROWSER_CASES);
    browser = await startChromium();
    page = await browser.newPage();
    await page.goto(server.baseUrl);
    // A browser keeps six connections to a server: the cases in a hurry do not wait behind the others.
    const hurried = BROWSER_CASES.flatMap((example, number) => (comesBackSoon(example) ? [number] : []));
    const others = BROWSER_CASES.flatMap((example, number) => (comesBackSoon(example) ? [] : [number]));
    for (const numbers of [hurried, others]) {
      const read = await page.evaluate(readWithEventSource, { numbers, types: EVERY_TYPE });
      numbers.forEach((number, index) => (native[number] = read[index]!));
    }
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const cases = BROWSER_CASES.map((example, number) => [example.name, example.why, number, example] as const);

  it.each(cases)('reads by its EventSource what the client reads: %s: %s', (_name, _why, number, example) => {
    expect(native[number]).toEqual(example.messages);
    // A header has no spaces at its ends.
    expect(server.returns.get(number)?.lastEventId).toBe(lastIdOf(example).trim());
    if (comesBackSoon(example)) expect(server.returns.get(number)?.waitedMs).toBeLessThan(USUAL_WAIT_MS - 500);
  });

  it('runs the parser of the client as node does', async () => {
    expect(await page.evaluate(readWithClient, BROWSER_CASES.length)).toEqual(
      BROWSER_CASES.map(({ messages }) => messages),
    );
  });
});

/** Runs in the page: what its EventSource dispatches for each case, until it is told to stop. */
async function readWithEventSource({
  numbers,
  types,
}: {
  numbers: number[];
  types: string[];
}): Promise<SseMessage[][]> {
  const readOne = (number: number) =>
    new Promise<SseMessage[]>((resolve) => {
      const messages: SseMessage[] = [];
      const source = new EventSource(`/native/${number}`);
      for (const name of types)
        source.addEventListener(name, ({ type, data, lastEventId }: MessageEvent<string>) =>
          messages.push({ type, data, lastEventId }),
        );
      source.onerror = () => source.readyState === EventSource.CLOSED && resolve(messages);
    });
  return Promise.all(numbers.map(readOne));
}

/** Runs in the page: what the client's parser returns for each case. */
async function readWithClient(count: number): Promise<SseMessage[][]> {
  const address = '/sse-client.js';
  const client = (await import(address)) as { SseParser: new () => SseParser };
  const readOne = async (number: number) => {
    const parser = new client.SseParser();
    const messages: SseMessage[] = [];
    const reader = (await fetch(`/plain/${number}`)).body!.getReader();
    for (;;) {
      const { value } = await reader.read();
      if (value === undefined) return messages;
      messages.push(...parser.push(value));
    }
  };
  return Promise.all(Array.from({ length: count }, (_, number) => readOne(number)));
}
