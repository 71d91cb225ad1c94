import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';
import { type Processes } from '../measure/cpu-meter.js';
import { type Contender, directoryFor, type Launch, type StreamChoice } from './contender.js';
import { NodeServer } from './node-server.js';
import { noteSettings } from '../publish/settings-log.js';

/** A contender that is one node server with `GET /stream` and `POST /events`. */
export class ServerContender implements Contender {
  readonly kind = 'peer';
  private server?: NodeServer;

  constructor(
    readonly name: string,
    readonly startRate: number,
    private readonly script: string,
    private readonly launch: Launch,
  ) {}

  async start(): Promise<void> {
    noteSettings(this.launch, this.name, { instances: 1, server: this.script });
    this.server = await this.startAt();
  }

  killServer(): Promise<void> {
    return this.running.kill();
  }

  async restartServer(): Promise<void> {
    this.server = await this.startAt(this.running.port);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  processes(): Processes {
    return { server: [this.running.pid] };
  }

  stream({ lane = 0, lanes = 1 }: StreamChoice = {}): StreamSpec {
    return { ...this.request('/stream'), lane, lanes };
  }

  sink(): SinkSpec {
    return { kind: 'http', request: this.request('/events'), events: 'complete' };
  }

  async collectGarbage(): Promise<number> {
    return (await this.running.look()).heapBytes;
  }

  /** Returns a request to it. It needs no credential. */
  request(path: string): RequestSpec {
    const { host, port } = this.running;
    return { host, port, path, headers: {} };
  }

  private startAt(port?: number): Promise<NodeServer> {
    const { script, launch } = this;
    return NodeServer.start({ name: 'peer', runDir: directoryFor(launch, 'peer'), script, launch, port });
  }

  private get running(): NodeServer {
    if (!this.server) throw new Error(`${this.name} was not started.`);
    return this.server;
  }
}
