import { type SseConnection } from '../streaming/sse-connection.js';
import { type StreamListener } from '../streaming/stream-observer.js';
import { type AuditTrail } from './audit-trail.js';

/** Records streams that open, with the tokens that were redeemed for them, and streams that end. */
export function streamAudit(trail: AuditTrail): StreamListener {
  return {
    opened(stream) {
      const about = aboutOf(stream);
      const { tokenId, correlationId, resumes, resumed } = stream.origin;
      if (tokenId && !resumed)
        trail.record({ action: 'token.redeem', outcome: 'done', tokenId, correlationId, ...about });
      const action = resumes > 0 ? 'stream.resume' : 'stream.open';
      trail.record({ action, outcome: 'done', tokenId, correlationId, ...about });
    },
    closed(stream) {
      const { tokenId } = stream.origin;
      const seconds = Math.round((performance.now() - stream.openedAt) / 1_000);
      trail.record({
        action: 'stream.end',
        outcome: 'done',
        reason: stream.reason,
        tokenId,
        ...aboutOf(stream),
        counts: { seconds },
      });
    },
  };
}

function aboutOf({ id, principal, origin }: SseConnection) {
  return { streamId: id, principal, address: origin.address };
}
