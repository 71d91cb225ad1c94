import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { repositoryFile } from '../../../../cluster/repository.js';

/** A call of `docker`, as a shell made it. */
export interface DockerCall {
  readonly args: readonly string[];
  /** Variables that compose would read. */
  readonly env: Readonly<Record<string, string>>;
}

/** What the call prints and how it ends; or what the caller is to run, with its own input and output. */
export interface DockerReply {
  readonly output?: string;
  readonly errors?: string;
  readonly code?: number;
  readonly run?: {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly cwd: string;
  };
}

/** A program `docker` for shells, each call of which `carryOut` answers in this process. */
export class CommandServer {
  private constructor(
    private readonly server: Server,
    /** Holds the program; for the front of PATH. */
    readonly programs: string,
    /** What the program needs in its environment. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(carryOut: (call: DockerCall) => Promise<DockerReply>): Promise<CommandServer> {
    // Not in the run directory: the path of a socket has at most 107 bytes.
    const programs = mkdtempSync(join(tmpdir(), 'vx11-docker-'));
    const program = repositoryFile('test/drills/support/compose/docker.js');
    const script = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;
    writeFileSync(join(programs, 'docker'), script, { mode: 0o700 });
    const server = createServer((request, response) => {
      void json(request)
        .then((call) => carryOut(call as DockerCall))
        .catch((error: Error): DockerReply => ({ errors: `${error.message}\n`, code: 1 }))
        .then((reply) => response.end(JSON.stringify(reply)));
    });
    const socket = join(programs, 'socket');
    server.listen(socket);
    await once(server, 'listening');
    return new CommandServer(server, programs, { DRILL_SOCKET: socket });
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
    rmSync(this.programs, { recursive: true });
  }
}
