import { type Entry } from './entry.js';
import { clockOf } from './time.js';

export function EventRow({ entry, top }: { readonly entry: Entry; readonly top: number }) {
  const style = { transform: `translateY(${top}px)` };
  if (entry.kind === 'gap')
    return (
      <div className="row gap" style={style} role="option" aria-selected={false}>
        Events may be missing here ({entry.reason})
      </div>
    );
  const { severity, module, event_type: type, summary, created_at: at } = entry.event;
  return (
    <div className={`row ${severity}`} style={style} role="option" aria-selected={false}>
      <time dateTime={at}>{clockOf(at)}</time> <span className="severity">{severity}</span>{' '}
      <span className="module">{module}</span> <span className="type">{type}</span>{' '}
      <span className="summary">{summary}</span>
    </div>
  );
}
