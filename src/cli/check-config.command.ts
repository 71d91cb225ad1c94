import { Command, Option } from 'commander';
import { faultInWords } from '../config/configuration-error.js';
import { type ConfigReport } from './check-config.js';
import { readEnvFile, type Variables } from './env-file.js';
import { type Exit } from './exit-codes.js';
import { type Terminal } from './terminal.js';

const HELP = `
Reads what the service would read at its start, and starts nothing. Credentials are shown as ***.

Examples:
  vx11 check-config
  vx11 check-config --env-file tokens.env --strict
  vx11 check-config --json | jq -r '.faults[].variable'`;

/** `check-config`: prints the effective settings, their faults, and warnings. */
export function checkConfigCommand(terminal: Terminal, exit: Exit): Command {
  return new Command('check-config')
    .description('check the configuration of the service')
    .addOption(new Option('--env-file <file>', 'file whose variables are added to the environment, and win over it'))
    .addOption(new Option('--strict', 'take an unknown VX11_ variable for a fault').default(false))
    .addOption(new Option('--json', 'as JSON').default(false))
    .addHelpText('after', HELP)
    .action(async ({ envFile, strict, json }: { envFile?: string; strict: boolean; json: boolean }) => {
      const file: Variables = envFile === undefined ? {} : readEnvFile(envFile);
      // Loaded here because only this command validates settings, and the validator takes long to load.
      const { checkConfig } = await import('./check-config.js');
      const report = checkConfig({ ...terminal.env, ...file }, strict);
      await terminal.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : render(report));
      if (report.faults.length > 0) exit('configuration');
    });
}

function render({ settings, faults, warnings }: ConfigReport): string {
  const width = Math.max(...settings.map(({ variable }) => variable.length));
  const lines = [
    ...settings.map(
      ({ variable, value, source }) =>
        `${variable.padEnd(width)}  ${value || '(none)'}${source === 'default' ? '  (default)' : ''}`,
    ),
    ...faults.map((fault) => `fault: ${faultInWords(fault)}`),
    ...warnings.map((warning) => `warning: ${warning}`),
    `${count(faults.length, 'fault')}, ${count(warnings.length, 'warning')}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
