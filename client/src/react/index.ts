export { type EventsState, type Received } from './event-store.js';
export { useEvents, type UsedEvents, type UseEventsOptions } from './use-events.js';
