import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { newsOf } from './news.js';

/** Says that the list is held and how much waits, and lets it go on. */
export function WaitingBar({ session: { events, desk } }: { readonly session: Session }) {
  const { waiting, gapsWaiting } = useValue(events);
  const paused = useValue(desk.paused);
  if (waiting + gapsWaiting === 0 && !paused) return null;
  const news = newsOf(waiting, gapsWaiting);
  return (
    <div className="waiting-bar">
      <button type="button" onClick={() => desk.goOn()}>
        <span aria-hidden="true">↑ </span>
        {paused ? `Paused: ${news} · go on` : news}
      </button>
    </div>
  );
}
