import { type Browser } from 'playwright-core';
import { HostedService, type HostOptions } from '../../support/hosted-service.js';
import { newCredential } from '../../support/used-credentials.js';
import { type Api } from '../../support/api.js';
import { startChromium } from './chromium.js';
import { OpenPage } from './open-page.js';

/** An instance in memory and a browser for one file of tests. Each page that a test opens must end without a fault. */
export class PageSuite {
  service!: HostedService;
  browser!: Browser;
  readonly reader = newCredential();
  private readonly open: OpenPage[] = [];

  /** Call it inside `describe`. */
  constructor(env: HostOptions['env'] = {}) {
    beforeAll(async () => {
      const settings = { VX11_PRINCIPAL_TOKEN: this.reader, VX11_OPERATOR_SSE_HEARTBEAT: '2', ...env };
      [this.browser, this.service] = await Promise.all([startChromium(), HostedService.start({ env: settings })]);
    });

    afterEach(async () => {
      const pages = this.open.splice(0);
      await Promise.all(pages.map((page) => page.close()));
      expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
    });

    afterAll(async () => {
      await this.browser.close();
      await this.service.stop();
    });
  }

  /** Calls as the operator, who may do everything. */
  get api(): Api {
    return this.service.api;
  }

  get credential(): string {
    return this.api.headers['X-VX11-Token']!;
  }

  get url(): string {
    return `${this.service.baseUrl}/operator/ui/`;
  }

  async visit(url: string, options?: Parameters<typeof OpenPage.open>[2]): Promise<OpenPage> {
    const opened = await OpenPage.open(this.browser, url, options);
    this.open.push(opened);
    return opened;
  }

  /** A page that is signed in, as the operator unless told, and live. */
  async signedIn({
    credential = this.credential,
    baseUrl = this.service.baseUrl,
    query = '',
    ...options
  }: SignedInOptions = {}): Promise<OpenPage> {
    const opened = await this.visit(`${baseUrl}/operator/ui/${query}#token=${credential}`, options);
    await opened.live();
    return opened;
  }
}

export type SignedInOptions = NonNullable<Parameters<typeof OpenPage.open>[2]> & {
  readonly credential?: string;
  readonly baseUrl?: string;
  /** With its question mark. */
  readonly query?: string;
};
