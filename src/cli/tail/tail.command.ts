import { type ConnectionState, followEvents, RefusedError, type StreamItem } from '#client';
import { Command, InvalidArgumentError, Option } from 'commander';
import { contact } from '../contact.js';
import { type Exit } from '../exit-codes.js';
import { refusalFailure } from '../refusal-failure.js';
import { addServiceOptions, resolveService, type Service, type ServiceOptions } from '../service-options.js';
import { type Terminal } from '../terminal.js';
import { EventPrinter } from './event-printer.js';
import { Notices } from './notices.js';
import { notBefore } from './not-before.js';
import { beginningOf, parseSince, type Since } from './since.js';

export interface TailOptions extends ServiceOptions {
  readonly severity?: string[];
  readonly module?: string[];
  readonly type?: string[];
  readonly since?: Since;
  readonly snapshot?: number;
  readonly limit?: number;
  readonly heartbeat: number;
  readonly json: boolean;
  readonly color: boolean;
  readonly quiet: boolean;
}

const HELP = `
Reconnects by itself and continues where the stream broke. Ends at Ctrl-C and prints the position to continue from.

Examples:
  vx11 tail
  vx11 tail --severity error,critical --module switch --module hermes
  vx11 tail --since 15m --json | jq -r .summary
  vx11 tail --snapshot 0 --limit 1
  vx11 tail --url https://a.example.net --json | vx11 publish --url https://b.example.net`;

const WANTED = { token: 'issue a token', stream: 'open the stream', history: 'send events' } as const;

/** `tail`: prints the event stream. */
export function tailCommand(terminal: Terminal, _exit: Exit): Command {
  const command = new Command('tail')
    .description('follow the event stream')
    .addOption(new Option('--severity <list>', 'only these severities').argParser(list))
    .addOption(new Option('--module <list>', 'only these modules').argParser(list))
    .addOption(new Option('--type <list>', 'only these event types').argParser(list))
    .addOption(
      new Option('--since <when>', 'where to begin: start, an age (15m), a time, or a position').argParser(
        (text: string) => parseSince(text),
      ),
    )
    .addOption(
      new Option('--snapshot <count>', 'newest events to begin with, 0 to 100 (default: 5)').argParser(integer(0, 100)),
    )
    .addOption(new Option('-n, --limit <count>', 'end after this many events').argParser(integer(1, 1e9)))
    .addOption(
      new Option('--heartbeat <seconds>', 'heartbeat of the service; after 2.5 of them without data it reconnects')
        .default(8)
        .argParser(integer(1, 3_600)),
    )
    .addOption(
      new Option('--json', 'events as NDJSON on standard output, notices as NDJSON on standard error').default(false),
    )
    .addOption(new Option('--no-color', 'no colours (also: NO_COLOR, or when standard output is no terminal)'))
    .addOption(new Option('-q, --quiet', 'print only gaps on standard error').default(false))
    .addHelpText('after', HELP);
  return addServiceOptions(command).action(async (options: TailOptions) => {
    await tail(await resolveService(options, terminal), options, terminal);
  });
}

async function tail(service: Service, options: TailOptions, terminal: Terminal): Promise<void> {
  await contact(service.baseUrl);
  const notices = new Notices(terminal.stderr, options.json, options.quiet);
  const printer = new EventPrinter(terminal, options);
  const signal = AbortSignal.any([terminal.interrupted, terminal.stdout.gone]);
  try {
    const items = followEvents(followOptions(service, options, signal, notices));
    for await (const item of notBefore(options.since, items)) {
      await show(item, printer, notices);
      if (printer.full) break;
    }
  } catch (error) {
    throw error instanceof RefusedError ? refusalFailure(WANTED[error.step], service.baseUrl, error.problem) : error;
  }
  if (!terminal.stdout.gone.aborted) await notices.end(printer.position);
}

function followOptions({ baseUrl, credential }: Service, options: TailOptions, signal: AbortSignal, notices: Notices) {
  const lastEventId = beginningOf(options.since);
  return {
    baseUrl,
    credential,
    filter: { severities: options.severity ?? [], modules: options.module ?? [], eventTypes: options.type ?? [] },
    heartbeatMs: options.heartbeat * 1_000,
    signal,
    onState: (state: ConnectionState) => void notices.state(state).catch(() => undefined),
    ...(options.snapshot !== undefined && { snapshot: options.snapshot }),
    ...(lastEventId !== undefined && { lastEventId }),
  };
}

async function show(item: StreamItem, printer: EventPrinter, notices: Notices): Promise<void> {
  switch (item.kind) {
    case 'snapshot':
      return printer.snapshot(item);
    case 'event':
      return printer.event(item);
    case 'gap':
      return notices.gap(item);
    case 'goodbye':
      return notices.goodbye(item);
    case 'heartbeat':
      return printer.moveTo(item.position);
    case 'unknown':
      return;
  }
}

function list(text: string, before: string[] = []): string[] {
  return [...before, ...text.split(',').map((part) => part.trim())];
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
