import { aclName, type NeededCommand, neededCommands } from '../../../redis/needed-commands.js';
import { check } from '../check.js';
import { PROBE_KEY, type RedisScene, sessionOf } from './redis-scene.js';

export const rights = check({
  id: 'redis-rights',
  looksAt: 'whether the user may send every command of the service, by sending each with a key that it does not fit',
  faults: {
    commands: {
      level: 'problem',
      says: 'The user may not send {commands}.',
      advice: 'Load the redis/users.acl of this version (start Redis again, or ACL LOAD).',
    },
    keys: {
      level: 'problem',
      says: 'The user may not use the keys of the service, ~{keys}.',
      advice: 'Load the redis/users.acl of this version (start Redis again, or ACL LOAD).',
    },
  },
  async run(scene: RedisScene, found) {
    const [first, ...others] = neededCommands(PROBE_KEY);
    const refused = await refusals(scene, [first]);
    // Without its key the others would make one that stays.
    if (refused.length === 0) refused.push(...(await refusals(scene, others)));
    const forKey = refused.some(({ message }) => /\bkeys?\b/.test(message));
    const commands = refused.filter(({ message }) => !/\bkeys?\b/.test(message)).map(({ command }) => command);
    if (forKey) found.fault('keys', { keys: '{vx11}*' });
    if (commands.length > 0) found.fault('commands', { commands: commands.join(', ') });
    if (refused.length === 0) found.ok('The user may send every command of the service.');
  },
});

/** The commands that are refused because of the user. */
async function refusals(scene: RedisScene, commands: readonly NeededCommand[]) {
  const refused: { readonly command: string; readonly message: string }[] = [];
  for (const command of commands) {
    const error = await sessionOf(scene)
      .call(...command)
      .then(
        () => undefined,
        (reason: Error) => reason,
      );
    if (error?.message.startsWith('NOPERM')) refused.push({ command: aclName(command), message: error.message });
  }
  return refused;
}
