import { Command, InvalidArgumentError, Option } from 'commander';
import { readEnvFile } from '../env-file.js';
import { type Exit } from '../exit-codes.js';
import { type Terminal } from '../terminal.js';
import { DoctorReport } from './doctor-report.js';
import { GROUP_NAMES, type GroupName } from './group-names.js';
import { redisAddress } from './redis-address.js';

interface DoctorOptions {
  readonly redis?: string;
  readonly envFile?: string;
  readonly only: readonly GroupName[];
  readonly strict: boolean;
  readonly json: boolean;
}

const ALL = Object.keys(GROUP_NAMES) as GroupName[];

const HELP = `
Looks at a deployment and says what is wrong and what to do: a line for each finding, with ok, warning or problem. What it cannot
look at is listed as skipped. docs/reference/doctor.md has all checks. It never prints a credential.

Groups of --only:
${ALL.map((name) => `  ${name.padEnd(9)}  ${GROUP_NAMES[name]}`).join('\n')}

Examples:
  vx11 doctor --env-file tokens.env
  vx11 doctor --only redis --redis rediss://10.0.0.5:6379
  vx11 doctor --json | jq -r '.findings[] | select(.level == "problem") | .text'`;

/** `doctor`: what is wrong with a deployment, and what to do. */
export function doctorCommand(terminal: Terminal, exit: Exit): Command {
  return new Command('doctor')
    .description('say what is wrong with a deployment, and what to do')
    .addOption(
      new Option(
        '--redis <address>',
        'address of Redis, without password (default: that of the settings, whose user and password are always used)',
      ).argParser(redisAddress),
    )
    .addOption(
      new Option(
        '--env-file <file>',
        'file with variables that are not in the environment (default: .env, if there is one)',
      ),
    )
    .addOption(new Option('--only <groups>', 'only these groups of checks').default(ALL, 'all').argParser(groups))
    .addOption(new Option('--strict', 'take a warning for a problem').default(false))
    .addOption(new Option('--json', 'one JSON document at the end').default(false))
    .addHelpText('after', HELP)
    .action(async ({ redis, envFile, only, strict, json }: DoctorOptions) => {
      const env = { ...readEnvFile(envFile), ...terminal.env };
      // Only this command needs these, and they take a while to load.
      const [{ examine }, { redactor }] = await Promise.all([
        import('./examine.js'),
        import('../../config/secrets.js'),
      ]);
      const report = new DoctorReport(terminal, json, redactor(env));
      await examine(only, { env, redis, interrupted: terminal.interrupted }, report);
      await report.summary();
      if (terminal.interrupted.aborted) exit('interrupted');
      else if (report.count('problem') + (strict ? report.count('warning') : 0) > 0) exit('problem_found');
    });
}

function groups(text: string): GroupName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !Object.hasOwn(GROUP_NAMES, name));
  if (unknown.length > 0) throw new InvalidArgumentError(`It takes some of ${ALL.join(', ')}, separated by commas.`);
  return names as GroupName[];
}
