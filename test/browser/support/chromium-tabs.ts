import { type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { type Browser, type Profile, type Tab } from './browser.js';
import { startChromium } from './chromium.js';

export class ChromiumTab implements Tab {
  private constructor(
    readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  static async open(context: BrowserContext): Promise<ChromiumTab> {
    const page = await context.newPage();
    return new ChromiumTab(page, await context.newCDPSession(page));
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  evaluate<T>(expression: string): Promise<T> {
    return this.page.evaluate<T>(expression);
  }

  async toFront(): Promise<void> {
    await this.page.bringToFront();
  }

  /** Stops the page as Chromium stops one in the background: neither timers nor network do anything in it. */
  async freeze(): Promise<void> {
    await this.devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  }

  async thaw(): Promise<void> {
    await this.devtools.send('Page.setWebLifecycleState', { state: 'active' });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

export class ChromiumProfile implements Profile {
  constructor(readonly context: BrowserContext) {}

  tab(): Promise<ChromiumTab> {
    return ChromiumTab.open(this.context);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

export interface Chromium extends Browser {
  profile(): Promise<ChromiumProfile>;
}

export async function driveChromium(): Promise<Chromium> {
  const browser = await startChromium();
  return {
    name: 'Chromium',
    profile: async () => new ChromiumProfile(await browser.newContext({ ignoreHTTPSErrors: true })),
    close: () => browser.close(),
  };
}
