import { Command, Option } from 'commander';
import { PRINCIPALS_PATH, STREAMS_PATH } from '../../endpoints/paths.js';
import { CliFailure } from '../cli-failure.js';
import { contact } from '../contact.js';
import { type Exit } from '../exit-codes.js';
import { printable } from '../printable.js';
import { addServiceOptions, resolveService, type ServiceOptions } from '../service-options.js';
import { type Terminal } from '../terminal.js';
import { adminCall } from './admin-call.js';

interface RevokeOptions extends ServiceOptions {
  readonly stream?: string;
  readonly json: boolean;
}

const HELP = `
Ends the streams of a principal, at all instances and within a second, and its tokens that were not redeemed yet; or one
stream. Needs the right admin. The principal can have new tokens issued afterwards: to lock it out, remove its credential
first. An unknown name is not an error, since only an identity provider knows all names: then no stream ends.

Examples:
  vx11 revoke night-watch
  vx11 revoke --stream 0mgtl3x9k2a-1f00c3de`;

/** `revoke`: ends the sessions of a principal, or one stream. */
export function revokeCommand(terminal: Terminal, _exit: Exit): Command {
  const command = new Command('revoke')
    .description('end the sessions of a principal, or a stream')
    .argument('[principal]', 'the principal whose sessions end')
    .addOption(new Option('--stream <id>', 'the stream that ends, as `streams` lists it'))
    .addOption(new Option('--json', 'as JSON').default(false))
    .addHelpText('after', HELP);
  return addServiceOptions(command).action(async (principal: string | undefined, options: RevokeOptions) => {
    const { subject, what, route, named } = target(principal, options.stream);
    const service = await resolveService(options, terminal);
    await contact(service.baseUrl);
    const signal = terminal.interrupted;
    const { live_streams: ended } = await adminCall(service, { what, route, method: 'DELETE', status: 202, signal });
    const count = typeof ended === 'number' ? ended : null;
    if (options.json) {
      return terminal.stdout.line(printable(JSON.stringify({ ...named, live_streams: count })));
    }
    await terminal.stdout.line(`${subject} revoked: ${effect(count)}.`);
  });
}

interface Target {
  readonly subject: string;
  readonly what: string;
  readonly route: string;
  readonly named: Readonly<Record<string, string>>;
}

/** @throws CliFailure `usage` */
function target(principal: string | undefined, stream: string | undefined): Target {
  if (principal !== undefined && principal !== '' && stream === undefined) {
    return {
      subject: `The sessions of ${printable(principal)} are`,
      what: `revoke the sessions of ${printable(principal)}`,
      route: `${PRINCIPALS_PATH}/${encodeURIComponent(principal)}/sessions`,
      named: { principal },
    };
  }
  if (stream !== undefined && stream !== '' && principal === undefined) {
    return {
      subject: `The stream ${printable(stream)} is`,
      what: `end the stream ${printable(stream)}`,
      route: `${STREAMS_PATH}/${encodeURIComponent(stream)}`,
      named: { stream },
    };
  }
  throw new CliFailure('usage', 'Name a principal, or a stream with --stream, and not both.');
}

function effect(count: number | null): string {
  if (count === null) return 'how many open streams end is not known';
  if (count === 0) return 'no open stream was found';
  return count === 1 ? '1 open stream ends' : `${count} open streams end`;
}
