import { chromium } from 'playwright-core';
import { ManagedProcess } from '../../../cluster/managed-process.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { CHROMIUM_ARGS } from './chromium.js';
import { type Chromium, ChromiumProfile } from './chromium-tabs.js';

class OnlyProfile extends ChromiumProfile {
  /** Leaves the tab that was there, without which the browser would end. */
  override async close(): Promise<void> {
    const [, ...opened] = this.context.pages();
    for (const page of opened) await page.close();
  }
}

/**
 * Starts Chromium without what playwright emulates: there every tab counts as looked at, so that none can be hidden or frozen. It
 * has one profile.
 */
export async function driveChromiumAsUsers(): Promise<Chromium> {
  const runDir = createRunDirectory('chromium');
  const child = await ManagedProcess.start({
    name: 'chromium',
    command: '/usr/bin/chromium',
    args: [...CHROMIUM_ARGS, '--ignore-certificate-errors', '--remote-debugging-port=0', `--user-data-dir=${runDir}`],
    env: { HOME: runDir },
    runDir,
  });
  const [, address] = await child.waitForOutput(/DevTools listening on (ws:\/\/\S+)/);
  const browser = await chromium.connectOverCDP(address!, { noDefaults: true });
  const profile = new OnlyProfile(browser.contexts()[0]!);
  return {
    name: 'Chromium',
    profile: () => Promise.resolve(profile),
    close: async () => {
      await browser.close();
      await child.stop();
    },
  };
}
