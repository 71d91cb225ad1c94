import { Inject, Injectable, Logger } from '@nestjs/common';
import { nodeRequest, takeOver } from '../../http/node-http.js';
import { contextOf } from '../../http/request-context.js';
import { headWith } from '../../http/response-head.js';
import { probeHalfClosed } from '../../streaming/probe-half-closed.js';
import { type SseConnection } from '../../streaming/sse-connection.js';
import { EVENT_STREAM, retryFrame } from '../../streaming/sse-frame.js';
import { StreamJoiner } from '../../streaming/stream-joiner.js';
import { StreamRegistry } from '../../streaming/stream-registry.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';
import { StreamGrants } from './stream-grants.service.js';
import { type StreamQuery } from './stream-query.js';
import { StreamSeats } from './stream-seats.service.js';
import { openingOf, release } from './stream-request.js';

/** A browser reconnects after so long when it lost a stream, and up to as much later, ms. */
const RETRY_MS = 1_000;

const HEAD = Object.entries({
  'Content-Type': EVENT_STREAM,
  'Cache-Control': 'no-cache, no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
}).flat();

/** A request and a response of Express, of Fastify or of node. */
export type StreamRequest = Parameters<typeof nodeRequest>[0];
export type StreamResponse = Parameters<typeof takeOver>[0];

/** Opens the stream of a request that the guards let in. */
@Injectable()
export class StreamService {
  private readonly logger = new Logger('Stream');

  constructor(
    private readonly registry: StreamRegistry,
    private readonly joiner: StreamJoiner,
    private readonly grants: StreamGrants,
    private readonly seats: StreamSeats,
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
  ) {}

  /** Opens the stream of a request whose route has `@OpensStream()`. Takes the response over, which ends with the stream. */
  open(given: StreamRequest, answer: StreamResponse): void {
    const request = nodeRequest(given);
    const response = takeOver(answer);
    const { query, place, grant, seat, streamId } = openingOf(request);
    const { filter } = place;
    const { socket } = response;
    // The client closed the connection while its token was redeemed.
    if (!socket?.writable || !filter || !grant) return void response.destroy();
    // Without chunks: the body is all that is written to the socket until it closes.
    response.removeHeader('Transfer-Encoding');
    socket.cork();
    response.writeHead(200, headWith(contextOf(request), HEAD)).flushHeaders();
    const { address, tokenId, correlationId, trace } = contextOf(request);
    const resumed = seat?.resumed ?? false;
    const resumes = resumed || query.position !== undefined;
    const origin = { id: streamId, address, resumes: Number(resumes), resumed, tokenId, correlationId };
    const connection = this.registry.add(socket, filter, grant.principal, origin);
    this.grants.hold(connection, grant);
    if (seat) this.seats.hold(connection, seat);
    connection.write(retryFrame(retryMs()), performance.now());
    this.options.observer?.opened(request, response);
    trace?.opened(connection.id, resumes);
    this.join(connection, query).then(
      () => connection.live && trace?.live(),
      (error: unknown) => {
        // The log cannot be read. The client reconnects with its last id.
        this.logger.warn(`A stream could not be brought up to date: ${String(error)}`);
        connection.abandon();
      },
    );
    release(request);
    // Sends the head, `retry:` and the events that are in memory in one packet, if they fit.
    socket.uncork();
    if (socket.readableEnded) probeHalfClosed.call(socket);
    else socket.on('end', probeHalfClosed);
  }

  private join(connection: SseConnection, { position, snapshot }: StreamQuery): Promise<void> {
    return position === undefined
      ? this.joiner.showSnapshot(connection, snapshot)
      : this.joiner.resume(connection, position);
  }
}

/** By chance, so that the streams of an instance that died do not all come back in the same moment. */
function retryMs(): number {
  return Math.floor(RETRY_MS * (1 + Math.random()));
}
