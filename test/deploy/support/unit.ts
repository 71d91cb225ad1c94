import { readFileSync } from 'node:fs';
import { repository, repositoryFile } from '../../../cluster/repository.js';

/** Where the units expect the project and its settings on the machine of an operator. */
const INSTALLED = '/opt/operator-backend';
const CONFIGURED = '/etc/operator-backend';

/** `NAME=value` lines, as systemd reads an environment file. */
export function parseEnvironment(text: string): Record<string, string> {
  const lines = text.matchAll(/^([A-Z0-9_]+)="?(.*?)"?$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name!, value!]));
}

/** A unit of deploy/systemd, as systemd would run it were the project installed here. */
export class Unit {
  readonly text: string;

  /** `configured` stands in for /etc/operator-backend, `instance` for what is behind the @. */
  constructor(name: string, configured: string, instance = '') {
    this.text = readFileSync(repositoryFile(`deploy/systemd/${name}`), 'utf8')
      .replaceAll(INSTALLED, repository)
      .replaceAll(CONFIGURED, configured)
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('%i', instance)
      .replaceAll('%l', 'host');
  }

  /** All values of a directive, in order. */
  values(directive: string): string[] {
    return [...this.text.matchAll(new RegExp(`^${directive}=(.*)$`, 'gm'))].map(([, value]) => value!);
  }

  /** The last value of a directive, as a number. */
  number(directive: string): number {
    return Number(this.values(directive).at(-1));
  }

  /** What its processes get: `Environment`, then `EnvironmentFile`, which wins. */
  get environment(): Record<string, string> {
    const files = this.values('EnvironmentFile').map((file) => readFileSync(file, 'utf8'));
    return parseEnvironment([...this.values('Environment'), ...files].join('\n'));
  }

  /** `ExecStart`. No argument of ours contains a blank. */
  get command(): readonly [command: string, ...args: string[]] {
    const [command = '', ...args] = this.values('ExecStart').at(-1)?.split(' ') ?? [];
    return [command, ...args];
  }
}
