import { Command, InvalidArgumentError, Option } from 'commander';
import { contact } from '../contact.js';
import { type Exit } from '../exit-codes.js';
import { Delivery } from '../publish/delivery.js';
import { MAX_BATCH_EVENTS } from '../publish/limits.js';
import { PublishReport } from '../publish/publish-report.js';
import { addServiceOptions, resolveService, type ServiceOptions } from '../service-options.js';
import { type Terminal } from '../terminal.js';
import { pace } from './pace.js';
import { StoryTeller } from './story-teller.js';

interface DemoOptions extends ServiceOptions {
  readonly rate: number;
  readonly for?: number;
  readonly burst: number;
  readonly quiet: boolean;
}

/** How long a service that does not respond is tried, ms. */
const RETRY_FOR_MS = 60_000;

const HELP = `
Tells stories of a platform: a disk fills up until writes fail, and is cleaned; a route fails, and its calls go elsewhere; plans are
carried out. The events of one story have the same correlation_id. Ends at Ctrl-C, with the number of events. Needs the right publish.

Examples:
  vx11 demo
  vx11 demo --rate 20 --for 60
  vx11 demo --burst 5000 --rate 1`;

/** `demo`: publishes events that look like those of a platform. */
export function demoCommand(terminal: Terminal, _exit: Exit): Command {
  const command = new Command('demo')
    .description('publish made-up events of a platform, to see the page and the streams at work')
    .addOption(new Option('--rate <events>', 'events a second, 0.1 to 200').default(2).argParser(number(0.1, 200)))
    .addOption(new Option('--for <seconds>', 'how long (default: until Ctrl-C)').argParser(number(1, 86_400)))
    .addOption(
      new Option('--burst <events>', 'events to begin with, as fast as they are taken, 0 to 10000')
        .default(0)
        .argParser((text: string) => Math.round(number(0, 10_000)(text))),
    )
    .addOption(new Option('-q, --quiet', 'no progress and no summary on standard error').default(false))
    .addHelpText('after', HELP);
  return addServiceOptions(command).action((options: DemoOptions) => demo(options, terminal));
}

async function demo({ rate, burst, ...options }: DemoOptions, terminal: Terminal): Promise<void> {
  const service = await resolveService(options, terminal);
  await contact(service.baseUrl);
  const report = new PublishReport(terminal, { json: false, quiet: options.quiet });
  const { interrupted } = terminal;
  const delivery = new Delivery({ service, report, retryForMs: RETRY_FOR_MS, interrupted });
  const teller = new StoryTeller();
  if (!options.quiet)
    await terminal.stderr.line(`Publishing ${rate} events a second to ${service.baseUrl}. Ctrl-C ends it.`);
  try {
    for (let left = burst; left > 0 && !interrupted.aborted; left -= MAX_BATCH_EVENTS) {
      await delivery.send(teller.next(Math.min(left, MAX_BATCH_EVENTS)));
    }
    const over = options.for === undefined ? [] : [AbortSignal.timeout(options.for * 1_000)];
    for await (const count of pace(rate, AbortSignal.any([interrupted, ...over])))
      await delivery.send(teller.next(count));
  } finally {
    await report.summary();
  }
}

function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
  };
}
