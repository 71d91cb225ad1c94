import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../../cluster/free-port.js';
import { type Instance } from '../../../../cluster/instance.js';
import { type Nginx } from '../../../../cluster/nginx.js';
import { type RedisServer } from '../../../../cluster/redis-server.js';
import { repositoryFile } from '../../../../cluster/repository.js';
import { createRunDirectory } from '../../../../cluster/run-directory.js';
import { type LoadTarget } from '../../../chaos/support/load.js';
import { Api } from '../../../support/api.js';
import { Shell } from '../shell.js';
import { CommandServer } from './command-server.js';
import { composedDocker, placesOf } from './composed-docker.js';
import { callDocker } from './docker-program.js';
import { Parts } from './parts.js';

/** What an operator has beside docker: the files of the repository that the pages name. */
const COPIED = ['docker-compose.yml', 'tokens.env.example', 'deploy', 'redis', 'nginx', 'prometheus', 'package.json'];

export interface ProjectOptions {
  /** What each image tag runs, relative to the repository; `latest` is this build unless given. */
  readonly builds?: Readonly<Record<string, string>>;
  /** What `for` of some alerts is instead, so that a drill need not wait as long as whoever is on call. */
  readonly holds?: Readonly<Record<string, string>>;
}

const BEGIN = '(umask 077 && sh deploy/make-env.sh > .env) && docker compose up --detach --wait';

/**
 * A checkout in which somebody follows a page. No docker runs where the drills run: a stand-in takes the calls of `docker`, reads
 * docker-compose.yml and .env as docker-compose does, and runs the services as processes.
 */
export class ComposeProject implements LoadTarget {
  private credential = '';

  private constructor(
    readonly directory: string,
    readonly parts: Parts,
    private readonly server: CommandServer,
    /** The operator's terminal, in the directory of the checkout. */
    readonly shell: Shell,
  ) {}

  static async create({ builds = {}, holds }: ProjectOptions = {}): Promise<ComposeProject> {
    const directory = createRunDirectory('drill');
    for (const name of COPIED) cpSync(repositoryFile(name), join(directory, name), { recursive: true });
    mkdirSync(join(directory, 'node_modules/.bin'), { recursive: true });
    symlinkSync(repositoryFile('dist/cli/main.js'), join(directory, 'node_modules/.bin/vx11'));
    const runDir = join(directory, 'run');
    mkdirSync(runDir, { mode: 0o700 });
    const images = new Map(Object.entries({ latest: 'dist/main.js', ...builds }));
    const parts = new Parts(runDir, await freePort(), images, holds);
    const server = await CommandServer.start((call) =>
      callDocker(call.args, composedDocker(directory, parts, images, call.env)),
    );
    const { programs } = server;
    const env = { ...server.env, VX11_URL: `http://127.0.0.1:${parts.port}` };
    const shell = new Shell({ directory, programs, env, places: () => placesOf(parts) });
    return new ComposeProject(directory, parts, server, shell);
  }

  /** `create`, with credentials and all services running. */
  static async start(options?: ProjectOptions): Promise<ComposeProject> {
    const project = await ComposeProject.create(options);
    await project.begin();
    return project;
  }

  /** Runs a command that makes .env and starts the services. */
  async begin(command = BEGIN): Promise<void> {
    await this.shell.command(command);
    this.moveClients();
  }

  get all(): readonly Instance[] {
    return [...this.parts.instances.values()];
  }

  get nginx(): Nginx {
    if (!this.parts.nginx) throw new Error('nginx was not started');
    return this.parts.nginx;
  }

  /** Where nginx has its certificate and its key. */
  get tlsDirectory(): string {
    return this.parts.directoryOf('nginx');
  }

  get redis(): RedisServer {
    if (!this.parts.redis) throw new Error('redis was not started');
    return this.parts.redis;
  }

  /** Calls through nginx. */
  get api(): Api {
    return new Api(this.nginx.baseUrl, () => this.credential);
  }

  /** Calls an instance. */
  apiOf({ baseUrl }: Instance): Api {
    return new Api(baseUrl, () => this.credential);
  }

  /** From now on all clients use the newest credential of the operator: the last one in .env. */
  moveClients(): void {
    const [, credentials = ''] =
      /^VX11_OPERATOR_TOKEN=(.*)$/m.exec(readFileSync(join(this.directory, '.env'), 'utf8')) ?? [];
    this.credential = credentials.split(',').at(-1) ?? '';
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.parts.stopAll();
  }
}
