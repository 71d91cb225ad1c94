import { type Page } from 'playwright-core';
import { eventually } from '../../../cluster/eventually.js';

/** Opens a page of the service's origin, at `address`, with one EventSource for `url` and no other script. */
export async function openEventSource(page: Page, address: string, url: string): Promise<Page> {
  await page.goto(address);
  await page.evaluate((stream) => {
    const seen: string[] = [];
    const source = new EventSource(stream);
    for (const kind of ['snapshot', 'gap']) source.addEventListener(kind, () => seen.push(kind));
    source.onmessage = ({ data }: MessageEvent<string>) => seen.push((JSON.parse(data) as { summary: string }).summary);
    source.onerror = () => seen.push(`error ${source.readyState}`);
    Object.assign(window, { seen, source });
  }, url);
  return page;
}

/** Returns the summaries of the events that the page saw, `snapshot`, `gap`, and `error` with the state of the EventSource. */
export function seenBy(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { seen: string[] }).seen);
}

/** Waits until the page has seen `what`. Fails if it saw `never` first. */
export async function sees(page: Page, what: string, never?: string): Promise<string[]> {
  const look = async () => {
    const seen = await seenBy(page);
    if (never !== undefined) expect(seen).not.toContain(never);
    return seen.includes(what) ? seen : undefined;
  };
  return eventually(look, { what: `the page to see ${what}`, everyMs: 100 });
}
