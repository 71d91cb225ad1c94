import { type FollowingClient } from './following-client.js';

type Seen = Pick<FollowingClient, 'ids' | 'gaps'>;

/** How streams differ from `expected`, in sums over all of them. */
export interface Outcome {
  readonly streams: number;
  readonly lost: number;
  readonly doubled: number;
  /** Streams that were told of a gap. */
  readonly told: number;
}

/** Compares what streams have seen with the ids that each of them should have. */
export function outcome(streams: readonly Seen[], expected: readonly string[]): Outcome {
  const differences = streams.map(({ ids }) => difference(ids, expected));
  const sum = (of: 'missing' | 'twice') => differences.reduce((total, each) => total + each[of].length, 0);
  return {
    streams: streams.length,
    lost: sum('missing'),
    doubled: sum('twice'),
    told: streams.filter(({ gaps }) => gaps.length > 0).length,
  };
}

/** How one stream differs from `wanted`. */
export function difference(got: readonly string[], wanted: readonly string[]) {
  const seen = new Set<string>();
  const twice = got.filter((id) => seen.size === seen.add(id).size);
  const known = new Set(wanted);
  return { missing: wanted.filter((id) => !seen.has(id)), unexpected: got.filter((id) => !known.has(id)), twice };
}
