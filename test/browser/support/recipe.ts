import { type Browser, type Page } from 'playwright-core';
import { eventually } from '../../../cluster/eventually.js';

/** A page that runs a recipe of a guide, and keeps the summaries of what the recipe shows. */
export class RecipePage {
  /** How many requests could not be sent or were cut off. */
  failed = 0;

  private constructor(readonly page: Page) {
    page.on('requestfailed', () => (this.failed += 1));
  }

  /** @param code as the guide prints it; it has `credential`, `show`, `showGap` and `signIn` */
  static async run(browser: Browser, address: string, code: string, credential: string): Promise<RecipePage> {
    const recipe = new RecipePage(await browser.newPage());
    await recipe.page.goto(address);
    await recipe.page.evaluate(`
      window.shown = [];
      window.credential = ${JSON.stringify(credential)};
      window.show = ({ summary }) => shown.push(summary);
      window.showGap = () => shown.push('a gap');
      window.signIn = () => shown.push('asked to sign in');
      (async () => { ${code} })().catch((error) => shown.push(String(error)));
      undefined;
    `);
    return recipe;
  }

  shown(): Promise<string[]> {
    return this.page.evaluate('shown');
  }

  async shows(summary: string, timeoutMs?: number): Promise<void> {
    let seen: string[] = [];
    const look = async () => (seen = await this.shown()).includes(summary) || undefined;
    await eventually(look, { what: `${summary} on the page`, timeoutMs, everyMs: 100 }).catch((error: unknown) => {
      throw new Error(`${String(error)}; there is: ${seen.slice(-10).join(', ')}`);
    });
  }
}
