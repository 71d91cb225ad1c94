import { isRedisUrl } from '../../config/addresses.js';
import { CliFailure } from '../cli-failure.js';

/** Checks the address of `--redis`. Arguments are seen by all users of a machine, so it has no password. @throws CliFailure `usage`. */
export function redisAddress(text: string): string {
  if (!/^rediss?:\/\//.test(text) || !isRedisUrl(text)) {
    throw new CliFailure('usage', '--redis takes an address such as redis://10.0.0.5:6379.');
  }
  const { username, password } = new URL(text);
  if (username === '' && password === '') return text;
  throw new CliFailure('usage', '--redis takes no user and no password: those of REDIS_URL are used.');
}
