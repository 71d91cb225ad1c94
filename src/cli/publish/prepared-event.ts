/** An event that is ready to be sent, as often as it takes: its id was made when its line was read. */
export interface PreparedEvent {
  readonly place: string;
  readonly eventId: string;
  /** One JSON object. */
  readonly json: string;
}

/** A line that does not become an event. */
export interface RefusedLine {
  readonly place: string;
  readonly reason: string;
}
