/** What is planned for. */
export interface Load {
  /** Open at the same time. */
  readonly streams: number;
  /** That every stream gets: of all modules, unless streams have filters. */
  readonly eventsPerSecond: number;
  /** An event as JSON. */
  readonly eventBytes: number;
  /** Events of one publish call. */
  readonly batch: number;
  /** How far back a client may resume from the log, seconds. */
  readonly history: number;
  /** What the network card of the machine of nginx sends, bits a second. */
  readonly network: number;
  /** What there is; undefined where nothing is said. */
  readonly instancesMax: number | undefined;
  readonly cores: number | undefined;
}
