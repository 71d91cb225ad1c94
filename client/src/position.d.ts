/** A place in the log, as it stands in `id:`: `<epoch>-<ms>-<n>`. */
export interface Position {
    /** Names the log; another epoch is another log. */
    readonly epoch: string;
    /** Milliseconds since 1970 by the log's clock, never falling within an epoch. */
    readonly ms: number;
    /** Counts the events of the log without holes. */
    readonly n: number;
}
/** Reads a position; `undefined` when `text` is not one. */
export declare function parsePosition(text: string): Position | undefined;
