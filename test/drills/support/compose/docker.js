// Stands for `docker` in the shell of a drill: asks the drill what to do, and does here what would happen in a container.
import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(VX11|REDIS|COMPOSE)_/.test(name)));
const call = request({ socketPath: process.env.DRILL_SOCKET, method: 'POST' }, (response) => void respond(response));
call.end(JSON.stringify({ args: process.argv.slice(2), env }));

async function respond(response) {
  const { output = '', errors = '', code = 0, run } = JSON.parse(await text(response));
  process.stdout.write(output);
  process.stderr.write(errors);
  process.exitCode = code;
  if (!run) return;
  const { status, error } = spawnSync(run.command, run.args, { env: run.env, cwd: run.cwd, stdio: 'inherit' });
  if (error) process.stderr.write(`${error.message}\n`);
  process.exitCode = status ?? 1;
}
