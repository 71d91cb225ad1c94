import { BENCH, MEASURED } from './measured.js';

/** CPU in µs. */
export interface Costs {
  /** An instance writes to one stream: `write`, and `writeEvent` for each event in it. */
  readonly write: number;
  readonly writeEvent: number;
  /** The same in nginx. */
  readonly nginxWrite: number;
  readonly nginxWriteEvent: number;
  /** One instance takes a publish call: `call`, and `callEvent` for each of its events. */
  readonly call: number;
  readonly callEvent: number;
  /** Every instance reads what was published: `read`, and `readEvent` for each event in it. */
  readonly read: number;
  readonly readEvent: number;
  /** A stream is opened: a token is issued, redeemed, and the stream begins. */
  readonly open: number;
}

/**
 * The costs that add up to the rows of the bench. Four of those rows have four unknowns; in µs for one event or batch:
 *
 *     single × 500      = 500 (write + writeEvent)      + call + read     + event
 *     few × 100         = 100 (write + writeEvent)      + call + read     + event
 *     batched × 20 × 500 = 500 (write + 20 writeEvent)  + call + read     + 20 event
 *     behind nginx × 500 = 500 (write + writeEvent + nginx) + call + 3 read + callEvent + 3 readEvent
 *
 * Two assumptions, both on the safe side of what the bench shows at saturation: half of an event's cost in a batch falls on
 * the instance that takes the call and half on each that reads it, and nginx saves by batches what instances save.
 */
export const COSTS: Costs = solve();

function solve(): Costs {
  const { streams, fewStreams, batch, instances } = BENCH;
  const event = MEASURED.batchedEvent.value;
  const [callEvent, readEvent] = [event / 2, event / 2];
  const single = MEASURED.singleDelivery.value * streams;
  const few = MEASURED.singleDeliveryToFew.value * fewStreams;
  const batched = MEASURED.batchedDelivery.value * batch * streams;
  const behindNginx = MEASURED.singleDeliveryBehindNginx.value * streams;
  const nginx = MEASURED.nginxDelivery.value;

  const singleWrite = (single - few) / (streams - fewStreams);
  const callAndRead = single - streams * singleWrite - event;
  const batchWrite = (batched - callAndRead - batch * event) / streams;
  const writeEvent = (batchWrite - singleWrite) / (batch - 1);
  const callAndReads = behindNginx - streams * (singleWrite + nginx) - callEvent - instances * readEvent;
  const read = (callAndReads - callAndRead) / (instances - 1);
  const nginxWriteEvent = (nginx * writeEvent) / singleWrite;
  return {
    write: singleWrite - writeEvent,
    writeEvent,
    nginxWrite: nginx - nginxWriteEvent,
    nginxWriteEvent,
    call: callAndRead - read,
    callEvent,
    read,
    readEvent,
    open: MEASURED.opening.value + 1e6 / MEASURED.tokensIssued.value,
  };
}
