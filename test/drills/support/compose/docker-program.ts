import { Command } from 'commander';
import { type DockerReply } from './command-server.js';

/** What pages ask of docker. */
export interface Docker {
  services(): Promise<string[]>;
  /** Those that run. */
  running(): Promise<string[]>;
  /**
   * Creates or replaces services whose image or settings changed, or with `anew` in any case. Without names all of them, and those
   * of the profile.
   */
  up(services: string[], options: { readonly anew: boolean; readonly profile?: string | undefined }): Promise<void>;
  start(services: string[]): Promise<void>;
  stop(services: string[]): Promise<void>;
  kill(service: string, signal: NodeJS.Signals): Promise<void>;
  exec(service: string, command: string[], env: string[]): Promise<DockerReply>;
  /** In a container of its own. */
  run(service: string, command: string[]): Promise<DockerReply>;
  logs(service: string): Promise<string>;
  hasImage(image: string): boolean;
}

/** Parses a call of `docker` as docker does and has it done. An option or a command that no page uses is refused. */
export async function callDocker(args: readonly string[], docker: Docker): Promise<DockerReply> {
  let reply: DockerReply = {};
  const root = new Command('docker').exitOverride();
  root.configureOutput({ writeErr: (errors) => (reply = { errors, code: 125 }) });
  const compose = root.command('compose').enablePositionalOptions().option('--profile <name>');
  const each = '[services...]';

  compose
    .command('config')
    .requiredOption('--services')
    .action(async () => {
      reply = { output: `${(await docker.services()).join('\n')}\n` };
    });
  compose
    .command('ps')
    .requiredOption('--services')
    .requiredOption('--status <status>')
    .action(async () => {
      reply = { output: (await docker.running()).map((name) => `${name}\n`).join('') };
    });
  compose
    .command('up')
    .argument(each)
    .option('-d, --detach')
    .option('--no-deps')
    .option('--wait')
    .option('--wait-timeout <seconds>')
    .option('--build')
    .option('--force-recreate')
    .action((services: string[], { forceRecreate = false }: { forceRecreate?: boolean }) =>
      docker.up(services, { anew: forceRecreate, profile: compose.opts<{ profile?: string }>().profile }),
    );
  compose
    .command('start')
    .argument(each)
    .option('--wait')
    .action((services: string[]) => docker.start(services));
  compose
    .command('stop')
    .argument(each)
    .action((services: string[]) => docker.stop(services));
  compose
    .command('restart')
    .argument(each)
    .action(async (services: string[]) => {
      await docker.stop(services);
      await docker.start(services);
    });
  compose.command('build').argument(each);
  compose
    .command('kill')
    .argument('<service>')
    .requiredOption('-s, --signal <signal>')
    .action((service: string, { signal }: { signal: string }) =>
      docker.kill(service, `SIG${signal}` as NodeJS.Signals),
    );
  compose
    .command('logs')
    .argument(each)
    .option('--no-log-prefix')
    .option('--no-color')
    .option('--since <time>')
    .action(async (services: string[], { logPrefix }: { logPrefix: boolean }) => {
      const of = services.length > 0 ? services : await docker.running();
      const logs = await Promise.all(
        of.map(async (name) => prefixed(logPrefix ? `${name}-1  | ` : '', await docker.logs(name))),
      );
      reply = { output: logs.join('') };
    });
  compose
    .command('exec')
    .argument('<service>')
    .argument('<command...>')
    .option('-T')
    .option('-e, --env <assignment>', 'a variable', (one: string, all: string[]) => [...all, one], [])
    .passThroughOptions()
    .action(async (service: string, command: string[], { env }: { env: string[] }) => {
      reply = await docker.exec(service, command, env);
    });
  compose
    .command('run')
    .argument('<service>')
    .argument('<arguments...>')
    .option('-T')
    .option('--rm')
    .option('--no-deps')
    .requiredOption('--entrypoint <command>')
    .passThroughOptions()
    .action(async (service: string, rest: string[], { entrypoint }: { entrypoint: string }) => {
      reply = await docker.run(service, [entrypoint, ...rest]);
    });
  root
    .command('image')
    .command('inspect')
    .argument('<image>')
    .option('--format <text>')
    .action((image: string, { format = '' }: { format?: string }) => {
      if (docker.hasImage(image)) reply = { output: `${format}\n` };
      else reply = { errors: `Error: No such image: ${image}\n`, code: 1 };
    });

  for (const command of [compose, ...compose.commands, ...root.commands])
    command.exitOverride().copyInheritedSettings(root);
  await root.parseAsync(args, { from: 'user' }).catch((error: unknown) => {
    if (reply.code === undefined) throw error;
  });
  return reply;
}

function prefixed(prefix: string, log: string): string {
  return log.replaceAll(/^(?=.)/gm, prefix);
}
