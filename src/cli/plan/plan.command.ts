import { Command, Option } from 'commander';
import { type Exit } from '../exit-codes.js';
import { type Terminal } from '../terminal.js';
import { type PlanOptions } from './read-load.js';

const HELP = `
Calculates with figures that npm run bench measured, and shows each step. Calls no service.

Examples:
  vx11 plan --streams 50000 --events-per-second 200
  vx11 plan --streams 50000 --events-per-second 200 --batch 20 --network 25
  vx11 plan --streams 2000 --events-per-second 5 --cores 8 --json | jq .steps.instances.run.value`;

/** `plan`: what a load needs. */
export function planCommand(terminal: Terminal, exit: Exit): Command {
  return new Command('plan')
    .description('say what a number of streams needs: instances, memory, network, settings')
    .addOption(new Option('--streams <count>', 'streams that are open at the same time'))
    .addOption(new Option('--events-per-second <rate>', 'events that each stream gets in a second'))
    .addOption(new Option('--event-bytes <count>', 'bytes of an event as JSON').default('290', '290'))
    .addOption(new Option('--batch <count>', 'events that publishers send in one call').default('1', '1'))
    .addOption(new Option('--history <seconds>', 'how far back a client can resume').default('300', '300'))
    .addOption(new Option('--network <gbit/s>', 'network card of a machine with nginx').default('10', '10'))
    .addOption(new Option('--instances-max <count>', 'instances there may be'))
    .addOption(new Option('--cores <count>', 'cores there are, for instances, nginx and Redis'))
    .addOption(new Option('--json', 'as JSON: bytes, bits a second, seconds, cores').default(false))
    .addHelpText('after', HELP)
    .action(async ({ json, ...options }: PlanOptions & { json: boolean }) => {
      // Only this command needs the settings with their defaults, and they take a while to load.
      const [{ readLoad }, { makePlan }, { renderPlan }, { planAsJson }] = await Promise.all([
        import('./read-load.js'),
        import('./make-plan.js'),
        import('./render-plan.js'),
        import('./plan-as-json.js'),
      ]);
      const plan = makePlan(readLoad(options));
      await terminal.stdout.write(json ? `${JSON.stringify(planAsJson(plan), null, 2)}\n` : renderPlan(plan));
      if (plan.misfits.length > 0) exit('does_not_fit');
    });
}
