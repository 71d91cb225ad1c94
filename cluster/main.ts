import { Cluster } from './cluster.js';
import { printLogs, welcome } from './console.js';
import { isFree } from './free-port.js';
import { isInstalled } from './installed.js';
import { keepAlive } from './keep-alive.js';
import { parseOptions, USAGE } from './options.js';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) return void process.stdout.write(USAGE);
  const missing = ['redis-server', 'redis-cli', 'nginx'].filter((program) => !isInstalled(program));
  if (missing.length > 0) throw new Error(`${missing.join(', ')}: not installed; see test/support/install-packages.sh`);
  if (!(await isFree(options.port))) throw new Error(`port ${options.port} is taken; choose another with --port`);

  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(130); // the second time: at once; all processes started here end with this one
      interrupted.abort();
    });
  }

  process.stdout.write('Starting Redis, the instances and nginx …\n');
  const cluster = await Cluster.start(options);
  process.stdout.write(welcome(cluster));
  const stopped = new AbortController();
  const logs = printLogs(cluster, stopped.signal);
  try {
    await keepAlive(cluster, interrupted.signal);
  } finally {
    process.stdout.write('\nStopping; press Ctrl-C again to end at once.\n');
    await cluster.stop();
    stopped.abort();
    await logs;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
