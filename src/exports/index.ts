// What another Nest application imports from '@vx11/operator-backend': modules, guards, services and seams, without the
// operator backend's own routes, settings and metrics.
export {
  EventLog,
  type EventFields,
  type GapReason,
  type LogEntry,
  type NewEvent,
} from '../event-log/event-log.interface.js';
export { EventLogFormatError, EventLogFullError, EventLogUnavailableError } from '../event-log/event-log.errors.js';
export { MemoryEventLog } from '../event-log/event-log.memory.js';
export { EventsModule } from '../events/events.module.js';
export { type EventsObserver, type EventsOptions, type InstanceLimits } from '../events/events.options.js';
export { type History, HistoryService } from '../events/history/history.service.js';
export { EventPublisher } from '../events/publish/event-publisher.service.js';
export { parseEvents } from '../events/publish/parse-events.js';
export { PublishedEventDto } from '../events/publish/published-event.dto.js';
export { OpensStream } from '../events/stream/opens-stream.decorator.js';
export { type StreamRequest, type StreamResponse, StreamService } from '../events/stream/stream.service.js';
export { type Principal, type Right } from '../principal/principal.js';
export { Problem } from '../problems/problem.js';
export { type ProblemCode, PROBLEMS } from '../problems/problem-catalogue.js';
export { Refusal, type RefusalReason } from '../problems/refusal.js';
export { type Rate, RateLimiter } from '../rate-limit/rate-limiter.js';
export { MemoryRateLimiter } from '../rate-limit/rate-limiter.memory.js';
export { SseTokenModule } from '../sse-token/sse-token.module.js';
export { type SseTokenObserver, type SseTokenOptions } from '../sse-token/sse-token.options.js';
export {
  type IssuedToken,
  SseTokenService,
  type TokenHolder,
  type TokenRestrictions,
} from '../sse-token/sse-token.service.js';
export { StoreFullError, StoreUnavailableError, type WriteOutcome } from '../store/store-errors.js';
export { StoreHealth } from '../store/store-health.interface.js';
export { StreamFilter } from '../streaming/stream-filter.js';
export { StreamTokenGuard } from '../token-guard/stream-token.guard.js';
export { TokenGuardModule } from '../token-guard/token-guard.module.js';
export { type TokenGuardOptions } from '../token-guard/token-guard.options.js';
export { type Grant, type Redemption, TokenStore } from '../token-store/token-store.interface.js';
export { TokenStoreFullError, TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
export { MemoryTokenStore } from '../token-store/token-store.memory.js';
