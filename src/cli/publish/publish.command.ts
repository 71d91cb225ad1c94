import { Command, InvalidArgumentError, Option } from 'commander';
import { NAME, NAME_FORM, SEVERITIES } from '../../validation/event-rules.js';
import { contact } from '../contact.js';
import { type Exit } from '../exit-codes.js';
import { addServiceOptions, resolveService, type ServiceOptions } from '../service-options.js';
import { type Terminal } from '../terminal.js';
import { Batcher } from './batcher.js';
import { Delivery } from './delivery.js';
import { eventFromJson } from './event-from-json.js';
import { eventFromText } from './event-from-text.js';
import { type InputLine } from './input-line.js';
import { type PreparedEvent, type RefusedLine } from './prepared-event.js';
import { PublishReport } from './publish-report.js';
import { readInput } from './read-input.js';

interface PublishOptions extends ServiceOptions {
  readonly module?: string;
  readonly severity: string;
  readonly type: string;
  readonly retryFor: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

const HELP = `
Without --module each line is an event as JSON. With --module each line is plain text and becomes the summary of an event.
A line gets its event_id when it is read, so an event that is sent again is not published twice.

Examples:
  tail -F app.log | vx11 publish --module app
  vx11 publish --module backup --severity warn --type backup.log backup.log
  jq -c '.[]' events.json | vx11 publish
  vx11 publish --json events.ndjson > report.ndjson`;

/** `publish`: publishes the lines of files or of standard input as events. */
export function publishCommand(terminal: Terminal, exit: Exit): Command {
  const command = new Command('publish')
    .description('publish events: NDJSON, or plain lines with --module')
    .argument('[files...]', 'files to read; - is standard input, which is also the default')
    .addOption(new Option('--module <name>', 'module of plain lines').argParser(name))
    .addOption(new Option('--severity <severity>', 'severity of plain lines').choices(SEVERITIES).default('info'))
    .addOption(new Option('--type <event type>', 'event type of plain lines').default('log.line').argParser(name))
    .addOption(
      new Option('--retry-for <seconds>', 'how long to try again while publishing fails; 0: without limit')
        .default(300)
        .argParser(seconds),
    )
    .addOption(new Option('--json', 'refused lines and the summary as NDJSON on standard output').default(false))
    .addOption(new Option('-q, --quiet', 'no progress and no summary on standard error').default(false))
    .addHelpText('after', HELP);
  return addServiceOptions(command).action(async (files: string[], options: PublishOptions) => {
    await publish(files, options, terminal, exit);
  });
}

async function publish(
  files: readonly string[],
  options: PublishOptions,
  terminal: Terminal,
  exit: Exit,
): Promise<void> {
  const service = await resolveService(options, terminal);
  await contact(service.baseUrl);
  const { interrupted } = terminal;
  const report = new PublishReport(terminal, options);
  const delivery = new Delivery({ service, report, retryForMs: options.retryFor * 1_000, interrupted });
  const batcher = new Batcher((events) => delivery.send(events));
  try {
    for await (const line of readInput(files, terminal.stdin, AbortSignal.any([interrupted, batcher.failed]))) {
      const event = toEvent(line, options);
      if (event === undefined) continue;
      await ('json' in event ? batcher.add(event) : report.refused(event));
    }
  } finally {
    // The lines that were read are sent, also after a failure or an interruption.
    await batcher.close().finally(() => report.summary());
  }
  if (interrupted.aborted) exit('interrupted');
  else if (report.refusedLines > 0) exit('lines_refused');
}

function toEvent(line: InputLine, { module, severity, type }: PublishOptions): PreparedEvent | RefusedLine | undefined {
  return module === undefined ? eventFromJson(line) : eventFromText(line, { module, severity, type });
}

function seconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of seconds.');
}

function name(text: string): string {
  if (NAME.test(text)) return text;
  throw new InvalidArgumentError(`It must be ${NAME_FORM}`);
}
