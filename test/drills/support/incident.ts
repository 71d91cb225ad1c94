import { type Load } from '../../chaos/support/load.js';
import { untilAlert } from '../../support/raised-alerts.js';
import { type ComposeProject } from './compose/project.js';
import { type Step } from './document.js';
import { seconds } from './figures.js';

export interface Incident {
  readonly alert: string;
  /** What the runbook has for it: how to be sure, what to do, how to see that it worked. */
  readonly steps: readonly Step[];
  readonly breaks: () => Promise<unknown> | void;
}

/** Breaks something, waits until Prometheus raises the alert, follows the runbook, and waits until the alert is gone and events flow. */
export async function handle(
  project: ComposeProject,
  load: Load,
  { alert, steps, breaks }: Incident,
): Promise<string[]> {
  const { prometheus } = project.parts;
  load.breaks(alert);
  await breaks();
  await untilAlert(prometheus!, alert);
  let printed: string[] = [];
  await seconds(`${alert}, by its runbook`, async () => (printed = await project.shell.follow(steps)));
  await seconds(`${alert}, until it is gone`, () => untilAlert(prometheus!, alert, { gone: true, timeoutMs: 600_000 }));
  await load.flows();
  await load.live();
  return printed;
}
