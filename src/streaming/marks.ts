/** Ids of frames that stand for no position in the log. A browser sends the last one back as `Last-Event-ID`. */

/** The client has its cookie, and has seen nothing yet; before a position, after a full stop, it goes on after that. */
const BEGIN = 'begin';

/** Another request has opened the stream of this token since: this client is over for good. */
export const SUPERSEDED = 'superseded';

/** The mark of a client that gets its cookie and was to go on after `position`. */
export function beginAfter(position: string | undefined): string {
  return position === undefined ? BEGIN : `${BEGIN}.${position}`;
}

/** Whether the client was told to begin again with its cookie. */
export function isBegin(lastEventId: string): boolean {
  return lastEventId === BEGIN || lastEventId.startsWith(`${BEGIN}.`);
}

/** The id after which the client goes on; undefined where it has seen nothing. */
export function positionOf(lastEventId: string): string | undefined {
  if (!isBegin(lastEventId)) return lastEventId;
  return lastEventId.slice(BEGIN.length + 1) || undefined;
}
