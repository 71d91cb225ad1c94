import { asMoment, microseconds } from './clock.js';
import { CompleteFrames } from './complete-frames.js';
import { EventScanner, type Tally } from './event-scanner.js';
import { LastEventId } from './position.js';
import { renderRequest, type StreamSpec, withToken } from './requests.js';
import { StreamSocket } from './stream-socket.js';

/** Statuses with which an instance passes a request on to another one: 0 stands for a connection that was refused or cut. */
const PASSED_ON: readonly number[] = [0, 503];

/** How long a browser waits before it comes back if the service asked for nothing, ms. */
const RETRY_MS = 3_000;

/** What the pages of a process share. */
export interface PageSurroundings {
  readonly tally: Tally;
  /** How many instances there are. */
  readonly instances: number;
  /** Returns the instance whose turn it is, of those that are not left out. */
  nextInstance(): number;
  streamAt(instance: number): StreamSpec;
  /** Instance `instance` did not take a request: it is left out for some time. */
  leaveOut(instance: number): void;
  /** Counts the status of a request for a stream; 0: the connection ended without one. */
  responded(status: number): void;
  /** The token of `page` was refused: it needs another one. */
  refused(page: Page): void;
}

/** Who a page is. */
export interface PageVisitor {
  /** The client's address, as a proxy would tell it. */
  readonly address: string;
  /** The address from which it connects. */
  readonly source: string;
  readonly cookie: string;
}

/**
 * A page in a browser with one stream, as EventSource does it: after the end of its stream it waits for as long as the service
 * asked, and comes back with the same URL, its cookie and its last id. A request that one instance does not take goes to the next, as nginx does it.
 */
export class Page {
  readonly scanner: EventScanner;
  /** When the body of its stream began, in `microseconds()`; 0 while it has no stream. */
  liveAt = 0;
  private position = new LastEventId();
  private frames = this.newFrames();
  private socket?: StreamSocket;
  private timer?: NodeJS.Timeout;
  private token = '';

  constructor(
    private readonly surroundings: PageSurroundings,
    private readonly visitor: PageVisitor,
  ) {
    this.scanner = new EventScanner(surroundings.tally, 1);
  }

  get gaps(): number {
    return this.position.gaps;
  }

  /** Opens the stream of `token`, as a page does that was just loaded. */
  load(token: string): void {
    this.leave();
    this.position = new LastEventId();
    this.frames = this.newFrames();
    this.scanner.expected = -1;
    this.renew(token);
  }

  /** Opens the stream of `token`, after the last id. */
  renew(token: string): void {
    this.token = token;
    this.connect(1);
  }

  /** Closes the stream, and comes back no more until it is loaded. */
  leave(): void {
    clearTimeout(this.timer);
    this.socket?.close();
    this.liveAt = 0;
    this.frames.cut();
  }

  private newFrames(): CompleteFrames {
    return new CompleteFrames(this.position, (bytes, start, end) => {
      this.scanner.scan(bytes, start, end, asMoment(microseconds()));
    });
  }

  private connect(attempt: number): void {
    const instance = this.surroundings.nextInstance();
    const spec = this.surroundings.streamAt(instance);
    let status = 0;
    const target = { host: spec.host, port: spec.port, localAddress: this.visitor.source };
    const socket = new StreamSocket(target, this.request(spec), {
      head: (head) => {
        status = head.status;
        this.surroundings.responded(status);
        if (status === 200) return;
        socket.close();
        this.goOn(status, attempt, instance);
      },
      body: (bytes, start, end) => {
        if (status !== 200) return;
        if (this.liveAt === 0) this.liveAt = microseconds();
        this.frames.feed(bytes, start, end);
      },
      end: () => this.ended(status, attempt, instance),
      read: () => undefined,
    });
    this.socket = socket;
  }

  private ended(status: number, attempt: number, instance: number): void {
    this.liveAt = 0;
    this.frames.cut();
    if (status === 200) return this.comeBack();
    this.surroundings.responded(0);
    this.goOn(0, attempt, instance);
  }

  /** What follows a request that opened no stream. */
  private goOn(status: number, attempt: number, instance: number): void {
    if (!PASSED_ON.includes(status)) return this.surroundings.refused(this);
    this.surroundings.leaveOut(instance);
    if (attempt < this.surroundings.instances) this.connect(attempt + 1);
    else this.comeBack();
  }

  private comeBack(): void {
    this.timer = setTimeout(() => this.connect(1), this.position.retryMs ?? RETRY_MS);
  }

  private request(spec: StreamSpec): string {
    const { address, cookie } = this.visitor;
    return renderRequest('GET', withToken(this.position.after(spec), this.token), {
      Accept: 'text/event-stream',
      'Sec-Fetch-Site': 'same-origin',
      'Sec-Fetch-Mode': 'cors',
      'Sec-Fetch-Dest': 'empty',
      'X-Forwarded-For': address,
      'X-Forwarded-Proto': 'https',
      Cookie: `__Host-vx11_resume=${cookie}`,
    });
  }
}
