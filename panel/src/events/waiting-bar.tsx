import { type Session } from '../session.js';
import { useValue } from '../use-value.js';

/** Says that the list is held and how much waits, and lets it go on. */
export function WaitingBar({ session: { events, desk } }: { readonly session: Session }) {
  const { waiting } = useValue(events);
  const paused = useValue(desk.paused);
  if (waiting === 0 && !paused) return null;
  const count = waiting === 1 ? '1 new event' : `${waiting.toLocaleString('en')} new events`;
  return (
    <div className="waiting-bar">
      <button type="button" onClick={() => desk.goOn()}>
        <span aria-hidden="true">↑ </span>
        {paused ? `Paused: ${count} · go on` : count}
      </button>
    </div>
  );
}
