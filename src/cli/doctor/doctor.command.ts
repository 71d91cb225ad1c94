import { Command } from 'commander';
import { CliFailure } from '../cli-failure.js';
import { resolveCredential } from '../credential-options.js';
import { readEnvFile } from '../env-file.js';
import { type Exit } from '../exit-codes.js';
import { resolveUrl } from '../service-options.js';
import { type Terminal } from '../terminal.js';
import { addDoctorOptions, type DoctorOptions } from './doctor-options.js';
import { DoctorReport } from './doctor-report.js';
import { GROUP_NAMES } from './group-names.js';
import { type Target } from './target.js';

const HELP = `
Looks at a deployment and says what is wrong and what to do: a line for each finding, with ok, warning or problem. What it cannot
look at is listed as skipped. It changes no setting, publishes no event, and prints no credential. docs/reference/doctor.md lists all
checks.

Groups of checks, for --only:
${Object.entries(GROUP_NAMES)
  .map(([name, what]) => `  ${name.padEnd(9)}  ${what}`)
  .join('\n')}

Examples:
  vx11 doctor --env-file tokens.env
  vx11 doctor --url https://ops.example.net --hold 120 --access-log /var/log/nginx/access.log
  vx11 doctor --instance http://10.0.0.1:8000 --instance http://10.0.0.2:8000
  vx11 doctor --only redis --redis rediss://10.0.0.5:6379
  vx11 doctor --json | jq -r '.findings[] | select(.level == "problem") | .text'`;

/** `doctor`: says what is wrong with a deployment, and what to do. */
export function doctorCommand(terminal: Terminal, exit: Exit): Command {
  const command = new Command('doctor').description('say what is wrong with a deployment, and what to do');
  return addDoctorOptions(command.addHelpText('after', HELP)).action(async (options: DoctorOptions) => {
    const { only, strict, json } = options;
    const target = await targetOf(options, terminal);
    // Only this command needs these, and they take a while to load.
    const [{ examine }, { redactor }] = await Promise.all([import('./examine.js'), import('../../config/secrets.js')]);
    const secrets = 'value' in target.credential ? [target.credential.value] : [];
    const report = new DoctorReport(terminal, json, redactor(target.env, ...secrets));
    await examine(only, target, report);
    await report.summary();
    if (terminal.interrupted.aborted) exit('interrupted');
    else if (report.count('problem') + (strict ? report.count('warning') : 0) > 0) exit('problem_found');
  });
}

async function targetOf(options: DoctorOptions, terminal: Terminal): Promise<Target> {
  const { only, envFile, credentialFile, redis, accessLog, instance: instances } = options;
  const file = readEnvFile(envFile);
  const needsCredential = only.includes('tokens') || only.includes('front');
  return {
    env: { ...file, ...terminal.env },
    redis,
    url: resolveUrl(options.url, file, terminal),
    instances,
    credential: needsCredential
      ? await resolveCredential(credentialFile, file, terminal).then((value) => ({ value }), without)
      : { missing: 'It was not asked for.' },
    heartbeatSeconds: options.heartbeat,
    holdSeconds: options.hold,
    accessLog,
    interrupted: terminal.interrupted,
  };
}

/** Without a credential, the other groups are checked all the same. */
function without(error: unknown): { missing: string } {
  if (error instanceof CliFailure && error.exit === 'credential') return { missing: error.message };
  throw error;
}
