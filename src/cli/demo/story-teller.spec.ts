// A demonstration is judged by what it shows: trouble must begin, get worse and end, in that order, and every event must be one that
// the service takes.
import { NAME, SEVERITIES } from '../../validation/event-rules.js';
import { StoryTeller } from './story-teller.js';

interface Shown {
  readonly module: string;
  readonly severity: string;
  readonly event_type: string;
  readonly summary: string;
  readonly correlation_id: string;
}

/** Numbers that look random and are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const shown = new StoryTeller(numbers(7)).next(3_000).map(({ json }) => JSON.parse(json) as Shown);
const stories = group(shown);

/** The events of each story. */
function group(events: readonly Shown[]): Shown[][] {
  const all = new Map<string, Shown[]>();
  for (const event of events) all.set(event.correlation_id, [...(all.get(event.correlation_id) ?? []), event]);
  return [...all.values()];
}

describe('the stories of the demonstration', () => {
  it('have events of the form that the service takes, of every severity and of many modules', () => {
    for (const { module, event_type, summary } of shown) {
      expect([module, event_type].every((name) => NAME.test(name))).toBe(true);
      expect(summary).toMatch(/^\S.{5,200}$/);
    }
    expect(new Set(shown.map(({ severity }) => severity))).toEqual(new Set(SEVERITIES));
    expect(new Set(shown.map(({ module }) => module)).size).toBeGreaterThanOrEqual(7);
  });

  it('end well: what went wrong is put right', () => {
    // The last ones may not be over.
    for (const story of stories.slice(0, -3)) expect(story.at(-1)!.severity).toBe('info');
  });

  it('get worse step by step: nothing is critical that was not a warning before', () => {
    const severe = stories.filter((story) => story.some(({ severity }) => severity === 'critical'));
    expect(severe.length).toBeGreaterThan(10);
    for (const story of severe) {
      const order = story.map(({ severity }) => severity);
      expect(order.indexOf('warn')).toBeLessThan(order.indexOf('critical'));
      expect(order).toContain('warn');
    }
  });

  it('are mostly quiet, as a platform is', () => {
    expect(shown.filter(({ severity }) => severity === 'info').length / shown.length).toBeGreaterThan(0.5);
  });

  it('tell of a module one story at a time', () => {
    const open = new Map<string, string>();
    const left = new Map(stories.map((story) => [story[0]!.correlation_id, story.length]));
    for (const { module, correlation_id } of shown) {
      expect(open.get(module) ?? correlation_id).toBe(correlation_id);
      open.set(module, correlation_id);
      left.set(correlation_id, left.get(correlation_id)! - 1);
      if (left.get(correlation_id) === 0) open.delete(module);
    }
  });
});
