import { type Published } from './numbered-publisher.js';
import { type Seen } from './counting.js';

/** An event that comes this long after it was accepted is late, ms. */
const LATE_MS = 1_500;
/** Without an event for this long, ms, a page is not live. */
const HOLE_MS = 2_000;

/** What one page showed, against what it should have shown: every event from its first one on. */
export interface Judgement {
  readonly events: number;
  readonly lost: readonly number[];
  readonly doubled: readonly number[];
  readonly inOrder: boolean;
  readonly gaps: readonly string[];
  /** With how many events it began, each time that it began anew. */
  readonly snapshots: readonly string[];
  /** From the fault until every event came in time; 0 if none was late. */
  readonly secondsUntilLive: number;
}

/** @param brokenAt when the fault began, ms of the unix epoch */
export function judge({ events, notes }: Seen, published: readonly Published[], brokenAt: number): Judgement {
  const numbers = events.map(([number]) => number);
  const shown = new Set<number>();
  const doubled = numbers.filter((number) => shown.size === shown.add(number).size);
  const first = numbers[0] ?? 1;
  const lost = published.map((_, index) => index + 1).filter((number) => number >= first && !shown.has(number));
  const inOrder = numbers.every((number, index) => index === 0 || number > numbers[index - 1]!);
  return {
    events: numbers.length,
    lost,
    doubled,
    inOrder,
    gaps: notes.filter((note) => note.startsWith('gap ')),
    snapshots: notes.filter((note) => note.startsWith('snapshot ')),
    secondsUntilLive: untilLive(events, published, brokenAt),
  };
}

/** Returns the sums over several pages, and the longest wait of one. */
export function inAll(judgements: readonly Judgement[]) {
  const sum = (of: (each: Judgement) => number) => judgements.reduce((total, each) => total + of(each), 0);
  return {
    pages: judgements.length,
    events: sum(({ events }) => events),
    lost: sum(({ lost }) => lost.length),
    doubled: sum(({ doubled }) => doubled.length),
    gaps: sum(({ gaps }) => gaps.length),
    secondsUntilLive: Math.max(...judgements.map(({ secondsUntilLive }) => secondsUntilLive)),
  };
}

function untilLive(events: Seen['events'], published: readonly Published[], brokenAt: number): number {
  let live = brokenAt;
  events.forEach(([number, at], index) => {
    const late = at - (published[number - 1]?.at ?? at) > LATE_MS;
    const before = events[index - 1]?.[1] ?? brokenAt;
    const hole = at - Math.max(before, brokenAt) > HOLE_MS;
    if (at > brokenAt && (late || hole)) live = Math.max(live, at);
  });
  return (live - brokenAt) / 1_000;
}
