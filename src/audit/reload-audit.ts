import { type SourcesObserver } from '../principal/principal-sources.js';
import { type AuditTrail } from './audit-trail.js';

/** Records files with principals or credentials that were read again. Their content is not repeated. */
export function reloadAudit(trail: AuditTrail): SourcesObserver {
  const action = 'principals.reload';
  return {
    reloaded: (target, principals) => trail.record({ action, outcome: 'done', target, counts: { principals } }),
    refused: (target) => trail.record({ action, outcome: 'refused', reason: 'unreadable', target }),
    faults: (target, faults) =>
      trail.record({ action, outcome: 'refused', reason: 'faults', target, counts: { faults: faults.length } }),
  };
}
