/** An event that is ready to be sent. It got its id when its line was read, so sending it again does not publish it twice. */
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
