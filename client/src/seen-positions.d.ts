/**
 * Remembers what was delivered, so that nothing is delivered twice. Between two gaps positions only rise, so the last one
 * is enough. After a gap the service may replay what it still has, also from before the gap (a log that was rewound by a
 * failover): there the remembered positions decide, of which the newest `limit` are kept.
 */
export declare class SeenPositions {
    #private;
    readonly limit: number;
    constructor(limit?: number);
    /** Whether the event at `text` is new; if so it counts as delivered. What is not a position is always new. */
    accept(text: string): boolean;
    /** Everything up to `text` is delivered: by a snapshot or a heartbeat. */
    moveTo(text: string): void;
    /** Positions may fall from here on. */
    gap(): void;
}
