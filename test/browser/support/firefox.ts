import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess } from '../../../cluster/managed-process.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { Bidi } from './bidi.js';
import { type Browser, type Profile, type Tab } from './browser.js';

/** Without what a browser does on its own account. */
const PREFERENCES: Record<string, unknown> = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
};

class FirefoxTab implements Tab {
  constructor(
    private readonly bidi: Bidi,
    private readonly context: string,
  ) {}

  async goto(url: string): Promise<void> {
    await this.bidi.send('browsingContext.navigate', { context: this.context, url, wait: 'complete' });
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.bidi.send<{
      type: string;
      result: { value: string };
      exceptionDetails?: { text: string };
    }>('script.evaluate', {
      expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
      target: { context: this.context },
      awaitPromise: true,
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
    return JSON.parse(answer.result.value) as T;
  }

  async toFront(): Promise<void> {
    await this.bidi.send('browsingContext.activate', { context: this.context });
  }

  async close(): Promise<void> {
    await this.bidi.send('browsingContext.close', { context: this.context });
  }
}

class FirefoxProfile implements Profile {
  constructor(
    private readonly bidi: Bidi,
    private readonly userContext: string,
  ) {}

  async tab(): Promise<Tab> {
    const parameters = { type: 'tab', userContext: this.userContext };
    const { context } = await this.bidi.send<{ context: string }>('browsingContext.create', parameters);
    return new FirefoxTab(this.bidi, context);
  }

  async close(): Promise<void> {
    await this.bidi.send('browser.removeUserContext', { userContext: this.userContext });
  }
}

/** Starts Firefox as Debian has it. */
export async function driveFirefox(): Promise<Browser> {
  const runDir = createRunDirectory('firefox');
  const lines = Object.entries(PREFERENCES).map(
    (entry) => `user_pref(${entry.map((part) => JSON.stringify(part)).join()});`,
  );
  writeFileSync(join(runDir, 'user.js'), lines.join('\n'));
  const child = await ManagedProcess.start({
    name: 'firefox',
    command: 'firefox-esr',
    args: ['--headless', '--no-remote', '--profile', runDir, '--remote-debugging-port', '0'],
    env: { HOME: runDir, MOZ_CRASHREPORTER_DISABLE: '1' },
    runDir,
  });
  const [, port] = await child.waitForOutput(/WebDriver BiDi listening on ws:\/\/127\.0\.0\.1:(\d+)/, 60_000);
  const bidi = await Bidi.connect(Number(port), { acceptInsecureCerts: true });
  return {
    name: 'Firefox',
    profile: async () => {
      const { userContext } = await bidi.send<{ userContext: string }>('browser.createUserContext', {});
      return new FirefoxProfile(bidi, userContext);
    },
    close: async () => {
      bidi.close();
      await child.stop();
    },
  };
}
