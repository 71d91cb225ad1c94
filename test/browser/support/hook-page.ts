/** A page with one component that uses the hook, in React's strict mode. What it sees is in `window.seen`. */
import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useEvents, type UsedEvents } from '../../../client/src/react/index.js';

export interface SeenByHook extends UsedEvents {
  readonly summaries: readonly string[];
  readonly renders: number;
  readonly keep: (count: number) => void;
}

let renders = 0;

function Page({ credential }: { readonly credential: string }) {
  const [count, keep] = useState(600);
  // New objects for each rendering, as in most pages.
  const used = useEvents({
    baseUrl: location.origin,
    credential,
    snapshot: 0,
    filter: { modules: ['hook'] },
    keep: count,
  });
  renders += 1;
  const seen: SeenByHook = { ...used, summaries: used.events.map(({ summary }) => summary), renders, keep };
  Object.assign(window, { seen });
  return createElement('p', null, seen.summaries.length);
}

export function show(credential: string): () => void {
  const root = createRoot(document.body.appendChild(document.createElement('main')));
  root.render(createElement(StrictMode, null, createElement(Page, { credential })));
  return () => root.unmount();
}
