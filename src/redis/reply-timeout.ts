import { type Command, type Redis } from 'ioredis';

/**
 * Makes every command of `client` fail that has no reply after `ms`, and returns the client. Unlike ioredis' `commandTimeout` it
 * reads first what has arrived: after a pause of the whole process its timers are due before its sockets are read, and a command
 * whose reply is there has not failed.
 */
export function withReplyTimeout(client: Redis, ms: number): Redis {
  const send = client.sendCommand.bind(client);
  client.sendCommand = (command: Command, ...more) => {
    const reply = send(command, ...more);
    if (command.isSettled) return reply;
    const timer = setTimeout(() => void setImmediate(fail, command), ms);
    const settled = () => clearTimeout(timer);
    command.promise.then(settled, settled);
    return reply;
  };
  return client;
}

function fail(command: Command): void {
  if (!command.isSettled) command.reject(new Error('Command timed out'));
}
