import { Command, Option } from 'commander';
import { baseUrl } from '../base-url.js';
import { type Exit } from '../exit-codes.js';
import { addServiceOptions, resolveService, type ServiceOptions } from '../service-options.js';
import { type Terminal } from '../terminal.js';
import { wholeSeconds } from '../whole-seconds.js';
import { type Check, type SmokeTarget } from './check.js';
import { CHECKS } from './checks.js';
import { type CheckResult, SmokeReport } from './smoke-report.js';

interface SmokeOptions extends ServiceOptions {
  readonly heartbeat: number;
  readonly json: boolean;
}

const HELP = `
Checks each instance: its health; that it issues a token; that the credential in the header opens a stream; that a token opens
one stream, and no second one at any instance; that a token opens a stream at another instance, with a heartbeat; that an
expired token is refused, which takes as long as a token lives. Publishes nothing.

Examples:
  vx11 smoke
  vx11 smoke http://10.0.0.1:8000 http://10.0.0.2:8000 http://10.0.0.3:8000
  vx11 smoke --url https://ops.example.net --json > smoke.json`;

/** `smoke`: checks running instances, for instance after a deployment. */
export function smokeCommand(terminal: Terminal, exit: Exit): Command {
  const command = new Command('smoke')
    .description('check running instances')
    .argument('[addresses...]', 'the instances (default: --url)')
    .addOption(new Option('--heartbeat <seconds>', 'heartbeat of the service').default(8).argParser(wholeSeconds))
    .addOption(new Option('--json', 'one JSON document at the end').default(false))
    .addHelpText('after', HELP);
  return addServiceOptions(command).action(async (addresses: string[], options: SmokeOptions) => {
    const service = await resolveService(options, terminal);
    const all = addresses.length === 0 ? [service.baseUrl] : addresses.map(baseUrl);
    const report = new SmokeReport(terminal, options.json);
    const targets = all.map((address, index): SmokeTarget => {
      const other = all[(index + 1) % all.length] ?? address;
      return {
        ...service,
        baseUrl: address,
        other,
        all,
        heartbeatMs: options.heartbeat * 1_000,
        interrupted: terminal.interrupted,
      };
    });
    const runs = targets.flatMap((target) => CHECKS.map(async (check) => report.add(await perform(check, target))));
    await Promise.all(runs);
    await report.summary();
    if (terminal.interrupted.aborted) exit('interrupted');
    else if (report.failed > 0) exit('check_failed');
  });
}

async function perform({ name, run }: Check, target: SmokeTarget): Promise<CheckResult> {
  const begun = performance.now();
  const result = (ok: boolean, detail: string): CheckResult => {
    return { check: name, instance: target.baseUrl, ok, ms: Math.round(performance.now() - begun), detail };
  };
  try {
    return result(true, await run(target));
  } catch (error) {
    return result(false, error instanceof Error ? error.message : String(error));
  }
}
