import { Command, Option } from 'commander';
import { contact } from '../contact.js';
import { type Exit } from '../exit-codes.js';
import { printable } from '../printable.js';
import { addServiceOptions, resolveService, type ServiceOptions } from '../service-options.js';
import { type Terminal } from '../terminal.js';
import { streamPages } from './stream-pages.js';
import { StreamTable } from './stream-table.js';

interface StreamsOptions extends ServiceOptions {
  readonly principal?: string;
  readonly json: boolean;
}

const HELP = `
Lists the open streams of all instances, as of some seconds ago, in the order of instance and id. Needs the right admin.
LAG is how many events were not sent to a stream yet, WAITING how many bytes its client has not read.

Examples:
  vx11 streams
  vx11 streams --principal gateway
  vx11 streams --json | jq -r 'select(.lag > 100) | .id'`;

/** `streams`: lists the open streams. */
export function streamsCommand(terminal: Terminal, exit: Exit): Command {
  const command = new Command('streams')
    .description('list the open streams')
    .addOption(new Option('--principal <name>', 'only the streams of this principal'))
    .addOption(new Option('--json', 'streams as NDJSON').default(false))
    .addHelpText('after', HELP);
  return addServiceOptions(command).action(async (options: StreamsOptions) => {
    const service = await resolveService(options, terminal);
    await contact(service.baseUrl);
    const { stdout, stderr, interrupted } = terminal;
    const table = new StreamTable();
    let hidden = 0;
    for await (const { streams, unlisted } of streamPages(service, options.principal, interrupted)) {
      // In JSON, control characters occur only in strings, where an escape has the same meaning.
      const lines = options.json ? streams.map((stream) => printable(JSON.stringify(stream))) : table.lines(streams);
      for (const line of lines) await stdout.line(line);
      hidden = unlisted;
      if (stdout.gone.aborted) return;
      if (interrupted.aborted) return exit('interrupted');
    }
    if (hidden > 0) await stderr.line(`${hidden} more streams are open and not listed.`);
  });
}
