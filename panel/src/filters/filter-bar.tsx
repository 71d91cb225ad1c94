import { type RefObject } from 'react';
import { SEVERITIES, type SeverityName } from '../events/severity.js';
import { SeverityMark } from '../events/severity-mark.js';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { EVERYTHING, isOpen } from './event-filter.js';
import { NamesMenu } from './names-menu.js';
import './filters.css';

interface FilterBarProps {
  readonly session: Session;
  readonly search: RefObject<HTMLInputElement | null>;
}

/** What is shown, and whether the list goes on. */
export function FilterBar({ session: { desk, events }, search }: FilterBarProps) {
  const filter = useValue(desk.filter);
  const paused = useValue(desk.paused);
  const { passing, kept } = useValue(events);
  const toggle = (severity: SeverityName) => {
    const on = filter.severities.includes(severity);
    const severities = SEVERITIES.filter((one) => (one === severity ? !on : filter.severities.includes(one)));
    desk.setFilter({ ...filter, severities });
  };
  return (
    <div className="filters" role="search" aria-label="Filter the events">
      <input
        ref={search}
        type="search"
        placeholder="Search…  /"
        aria-label="Words in the events"
        value={filter.text}
        onChange={({ target }) => desk.setFilter({ ...filter, text: target.value })}
      />
      <div className="severities" role="group" aria-label="Severities">
        {SEVERITIES.map((severity) => (
          <button
            key={severity}
            type="button"
            aria-pressed={filter.severities.includes(severity)}
            onClick={() => toggle(severity)}
          >
            <SeverityMark severity={severity} />
          </button>
        ))}
      </div>
      <NamesMenu
        label="Module"
        field="module"
        events={events}
        chosen={filter.modules}
        onChange={(modules) => desk.setFilter({ ...filter, modules })}
      />
      <NamesMenu
        label="Type"
        field="event_type"
        events={events}
        chosen={filter.types}
        onChange={(types) => desk.setFilter({ ...filter, types })}
      />
      {!isOpen(filter) && (
        <button type="button" className="plain" onClick={() => desk.setFilter(EVERYTHING)}>
          Clear
        </button>
      )}
      <span className="spring" />
      <span className="count">
        {passing.toLocaleString('en')}
        {isOpen(filter) ? ' events' : ` of ${kept.toLocaleString('en')}`}
      </span>
      <button
        type="button"
        className="pause"
        aria-pressed={paused}
        onClick={() => (paused ? desk.goOn() : desk.setPaused(true))}
      >
        {paused ? 'Go on' : 'Pause'}
      </button>
    </div>
  );
}
