import { ManagedProcess } from '../../../cluster/managed-process.js';
import { onAPort } from '../../../cluster/on-a-port.js';
import { repository, repositoryFile } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';

/** `node dist/main.js` as a user starts it, with the environment that the test gives and no other variable. */
export interface Service {
  readonly process: ManagedProcess;
  readonly baseUrl: string;
}

function spawn(env: Readonly<Record<string, string>>, runDir = createRunDirectory('start')): Promise<ManagedProcess> {
  return ManagedProcess.start({
    name: 'service',
    command: process.execPath,
    args: [repositoryFile('dist/main.js')],
    runDir,
    env,
    cwd: repository,
  });
}

/** Starts it on a free port and waits until it answers. What it prints goes to `runDir`. */
export function startService(env: Readonly<Record<string, string>> = {}, runDir?: string): Promise<Service> {
  return onAPort(undefined, async (port) => {
    const child = await spawn({ ...env, PORT: String(port) }, runDir);
    const baseUrl = `http://127.0.0.1:${port}`;
    const answers = async () => {
      const answer = await fetch(`${baseUrl}/health`).catch(() => undefined);
      await answer?.body?.cancel();
      return answer?.ok || undefined;
    };
    await child.ready(answers, 'the service to answer');
    return { process: child, baseUrl };
  });
}

/** Starts it and waits until it ends. Returns its exit code and its output. */
export async function failToStart(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const child = await spawn({ PORT: '0', ...env });
  const { code } = await child.exited;
  return { code, output: child.output() };
}

/** The lines of its log; fails if one is not JSON. */
export function logLines({ process: child }: Service): Record<string, unknown>[] {
  return child
    .output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
