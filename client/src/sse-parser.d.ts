/** One dispatched message of an event stream. */
export interface SseMessage {
    /** The `event:` field; `message` when there was none. */
    readonly type: string;
    /** All `data:` lines, joined by LF. */
    readonly data: string;
    /** The last `id:` up to and including this message; empty before the first. */
    readonly lastEventId: string;
}
/**
 * Parses `text/event-stream` as the HTML standard says (section 9.2.6), from chunks that may be cut anywhere, inside a
 * UTF-8 sequence or between CR and LF too. A message that was not finished by an empty line is never dispatched.
 */
export declare class SseParser {
    #private;
    /** What a browser would send as `Last-Event-ID`: also moved by messages that carry no data. */
    lastEventId: string;
    /** The last valid `retry:` in milliseconds. */
    retryMs: number | undefined;
    /** @param maxLength characters one line, or the data of one message, may have. */
    constructor(maxLength?: number);
    /**
     * Takes the next bytes and returns the messages that they complete.
     * @throws RangeError when a line or a message is longer than `maxLength`.
     */
    push(bytes: Uint8Array): SseMessage[];
}
