import { type OperatorEvent } from '#client';

/** The address of the page with this event open. It has no filter, and no credential. */
export function linkTo({ event_id: id }: OperatorEvent): string {
  return `${location.origin}${location.pathname}?event=${encodeURIComponent(id)}`;
}

/** The event that the address of the page names. */
export function linkedEvent(): string | undefined {
  return new URLSearchParams(location.search).get('event') ?? undefined;
}
