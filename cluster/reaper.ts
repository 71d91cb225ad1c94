import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * A shell that kills the started process groups when this process ends. It reads the groups from a pipe, and the pipe ends
 * however this process ends: by exit, crash or SIGKILL. Exit handlers would not run after a SIGKILL, and jest runs none.
 */
const SCRIPT = `
  while read -r verb group; do
    case $verb in
      watch) groups="$groups $group" ;;
      forget) rest=''; for g in $groups; do [ "$g" = "$group" ] || rest="$rest $g"; done; groups=$rest ;;
    esac
  done
  for g in $groups; do kill -9 "-$g" 2>/dev/null; done
`;

const watched = new Set<number>();
let shell: ChildProcess | undefined;

/** Makes the shell kill process group `group` when this process ends. */
export function watch(group: number): void {
  watched.add(group);
  shell ??= startShell();
  shell.stdin?.write(`watch ${group}\n`);
}

/** Removes a group that has ended, so that the shell does not kill a later group with the same number. */
export function forget(group: number): void {
  if (!watched.delete(group)) return;
  shell?.stdin?.write(`forget ${group}\n`);
  if (watched.size > 0) return;
  shell?.stdin?.end();
  shell = undefined;
}

function startShell(): ChildProcess {
  const child = spawn('sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  (child.stdin as Socket).unref();
  return child;
}
