import { useEffect, useRef, useState } from 'react';
import { type EventStore } from '../events/event-store.js';
import { countNames } from './count-names.js';

/** Names that a menu lists at most: the most frequent ones. */
const LISTED = 60;

interface NamesMenuProps {
  readonly label: string;
  readonly field: 'module' | 'event_type';
  readonly events: EventStore;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** A menu of the modules, or types, of the events that the page has. */
export function NamesMenu({ label, field, events, chosen, onChange }: NamesMenuProps) {
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key !== 'Escape' : menu.current?.contains(event.target as Node))
        return;
      if (menu.current) menu.current.open = false;
      if (event instanceof KeyboardEvent) {
        event.stopPropagation();
        menu.current?.querySelector('summary')?.focus();
      }
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close, true);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close, true);
    };
  }, [open]);
  const said = chosen.length === 0 ? 'all' : chosen.length === 1 ? chosen[0] : `${chosen.length} chosen`;
  return (
    <details className="menu" ref={menu} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {label}: <strong>{said}</strong>
      </summary>
      {open && <Names {...{ label, field, events, chosen, onChange }} />}
    </details>
  );
}

function Names({ label, field, events, chosen, onChange }: NamesMenuProps) {
  const [names] = useState(() => countNames(events.entries, field, chosen, LISTED));
  return (
    <fieldset>
      <legend className="unseen">{label}</legend>
      {names.length === 0 && <p>No event yet.</p>}
      {names.map(({ name, count }) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))
            }
          />
          <span>{name}</span> <span className="count">{count.toLocaleString('en')}</span>
        </label>
      ))}
      {chosen.length > 0 && (
        <button type="button" onClick={() => onChange([])}>
          All
        </button>
      )}
    </fieldset>
  );
}
