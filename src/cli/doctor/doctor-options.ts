import { type Command, InvalidArgumentError, Option } from 'commander';
import { baseUrl } from '../base-url.js';
import { addServiceOptions, type ServiceOptions } from '../service-options.js';
import { wholeSeconds } from '../whole-seconds.js';
import { GROUP_NAMES, type GroupName } from './group-names.js';
import { redisAddress } from './redis-address.js';

/** Values of the options of `doctor`. */
export interface DoctorOptions extends ServiceOptions {
  readonly instance: readonly string[];
  readonly redis?: string;
  readonly accessLog?: string;
  readonly hold?: number;
  readonly heartbeat?: number;
  readonly only: readonly GroupName[];
  readonly strict: boolean;
  readonly json: boolean;
}

const ALL = Object.keys(GROUP_NAMES) as GroupName[];

export function addDoctorOptions(command: Command): Command {
  const instance = new Option('--instance <address>', 'address of an instance itself; repeat it for each one');
  const redis =
    'address of Redis, without user and password, which are those of the settings (default: that of the settings)';
  command
    .addOption(instance.default([], 'none').argParser((text, before: string[]) => [...before, baseUrl(text)]))
    .addOption(new Option('--redis <address>', redis).argParser(redisAddress))
    .addOption(new Option('--access-log <file>', 'log of what stands in front, to look for tokens in'))
    .addOption(
      new Option('--hold <seconds>', 'how long to hold a stream (default: until its first heartbeat)').argParser(
        wholeSeconds,
      ),
    )
    .addOption(
      new Option('--heartbeat <seconds>', 'heartbeat of the service (default: that of the settings, or 8)').argParser(
        wholeSeconds,
      ),
    )
    .addOption(new Option('--only <groups>', 'only these groups of checks').default(ALL, 'all').argParser(groups))
    .addOption(new Option('--strict', 'take a warning for a problem').default(false))
    .addOption(new Option('--json', 'one JSON document at the end').default(false));
  return addServiceOptions(command);
}

function groups(text: string): GroupName[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => Object.hasOwn(GROUP_NAMES, name))) return names as GroupName[];
  throw new InvalidArgumentError(`It takes some of ${ALL.join(', ')}, separated by commas.`);
}
