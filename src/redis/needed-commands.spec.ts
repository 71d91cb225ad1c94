// `vx11 doctor` must try exactly the rights that the shipped users.acl gives to the service.
import { readFileSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { aclName, neededCommands } from './needed-commands.js';

it('are the commands that redis/users.acl allows the service', () => {
  const service = readFileSync(repositoryFile('redis/users.acl'), 'utf8')
    .split(/^user /m)
    .find((user) => user.startsWith('vx11 '))!;
  const allowed = [...service.split('\n\n', 1)[0]!.matchAll(/\+([a-z|]+)/g)].map(([, command]) => command!);
  // Redis lets everyone send AUTH; a connection that is open has shown it.
  const expected = allowed.filter((command) => command !== 'auth').sort();
  expect(neededCommands('{vx11}:k').map(aclName).sort()).toEqual(expected);
});
