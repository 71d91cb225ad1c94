import { useEffect, useState } from 'react';
import { type Session } from '../session.js';
import { announcementOf } from './news.js';

/** How often a screen reader is told what has come, ms. */
const EVERY_MS = 15_000;

/** Tells a screen reader now and then how much has come, not each event: that would never be silent. */
export function Announcer({ session: { events } }: { readonly session: Session }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    let told = Infinity;
    const timer = setInterval(() => {
      const last = events.entries.at(-1)?.order ?? 0;
      const fresh = events.entries.filter(({ order }) => order > told);
      told = last;
      if (fresh.length > 0) setSaid(announcementOf(fresh));
    }, EVERY_MS);
    told = events.entries.at(-1)?.order ?? 0;
    return () => clearInterval(timer);
  }, [events]);
  return (
    <p className="unseen" role="status">
      {said}
    </p>
  );
}
