import { ManagedProcess } from '../../cluster/managed-process.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { type Contender, directoryFor, type Launch, type StreamChoice } from './contender.js';
import { buildGoProgram, goIsMissing, type GoProgram } from './go-program.js';
import { acceptsConnections } from './readiness.js';
import { noteSettings } from '../publish/settings-log.js';

/** How a program is started that listens on `port`, with a directory for its files. */
export interface GoCommand {
  args?: string[];
  env?: Record<string, string>;
}

/** A contender that is one server written in Go. It uses all cores, as Go does by itself. */
export abstract class GoContender implements Contender {
  abstract readonly name: string;
  readonly kind = 'peer';
  readonly startRate = 100;
  protected abstract readonly program: GoProgram;
  protected abstract readonly streamPath: string;
  private process?: ManagedProcess;
  private runDir = '';
  port = 0;

  constructor(protected readonly launch: Launch) {}

  unavailable(): string | undefined {
    return goIsMissing();
  }

  async start(): Promise<void> {
    noteSettings(this.launch, this.name, { ...this.program, ...this.describe() });
    buildGoProgram(this.program);
    this.runDir = directoryFor(this.launch, this.program.name);
    await onAPort(undefined, (port) => this.startAt(port));
  }

  async killServer(): Promise<void> {
    await this.process?.kill();
  }

  restartServer(): Promise<void> {
    return this.startAt(this.port);
  }

  async stop(): Promise<void> {
    await this.process?.stop('SIGTERM', 3_000);
    this.process = undefined;
  }

  processes(): Processes {
    return { server: this.process ? [this.process.pid] : [] };
  }

  stream({ lane = 0, lanes = 1 }: StreamChoice = {}): StreamSpec {
    return { ...this.request(this.streamPath), lane, lanes };
  }

  abstract sink(): SinkSpec;

  /** Returns its settings, without credentials. */
  protected abstract describe(): Record<string, unknown>;

  protected abstract command(port: number, runDir: string): GoCommand;

  private async startAt(port: number): Promise<void> {
    const { runDir, program } = this;
    const command = buildGoProgram(program);
    const started = await ManagedProcess.start({ name: program.name, runDir, command, ...this.command(port, runDir) });
    await started.until(() => acceptsConnections(port), `${program.name} to listen on ${port}`);
    this.process = started;
    this.port = port;
  }

  protected request(path: string, headers: Record<string, string> = {}): RequestSpec {
    return { host: '127.0.0.1', port: this.port, path, headers };
  }
}
