import { readFileSync } from 'node:fs';
import { type BrowserContextOptions, type Browser, type Page } from 'playwright-core';
import { repositoryFile } from '../../../cluster/repository.js';

const AXE = readFileSync(repositoryFile('node_modules/axe-core/axe.min.js'), 'utf8');

/** What axe-core finds. */
interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** The page in a browser, and all that went wrong in it. */
export class OpenPage {
  /** Errors that nobody caught, and what the Content-Security-Policy refused. */
  readonly faults: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', ({ message }) => this.faults.push(message));
    page.on('console', (message) => {
      if (/Content.Security.Policy|TrustedHTML|TrustedScript/i.test(message.text())) this.faults.push(message.text());
    });
  }

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, ...options });
    context.setDefaultTimeout(60_000);
    const opened = new OpenPage(await context.newPage());
    await opened.page.goto(url);
    return opened;
  }

  get status() {
    return this.page.locator('.status');
  }

  get rows() {
    return this.page.getByRole('option');
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  row(text: string) {
    return this.rows.filter({ hasText: text });
  }

  /** Signs in by the form. */
  async signIn(credential: string, { keep = false } = {}): Promise<void> {
    await this.page.getByLabel('Credential', { exact: true }).fill(credential);
    if (keep) await this.page.getByLabel('Keep it until this tab is closed').check();
    await this.button('Sign in').click();
  }

  /** Waits until a text is seen. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  async live(): Promise<void> {
    await this.page.locator('.status[data-status="open"]').waitFor();
  }

  /** What axe-core has against the page as it is now. The script is run by the browser's debugger, which no policy holds back. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      return (await axe.run()).violations;
    });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
