import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The directories in which programs are searched. nginx is installed in sbin, which is not in the PATH of every user. */
export const searchPath = [process.env.PATH, '/usr/sbin', '/sbin'].filter(Boolean).join(delimiter);

/** Whether `program` can be started by that name. */
export function isInstalled(program: string): boolean {
  return searchPath.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
