import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * A shell that outlives this process by one system call. It knows the process groups that were started and reads from a pipe;
 * when the pipe ends, because this process ended (exit, crash, kill -9), it kills those groups. Exit handlers cannot do that, and
 * jest does not run them.
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

/** Kills process group `group` when this process ends, however it ends. */
export function watch(group: number): void {
  watched.add(group);
  shell ??= startShell();
  shell.stdin?.write(`watch ${group}\n`);
}

/** To be called once the group is gone, so that a later process with the same number is left alone. */
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
