import { Problem } from '../problems/problem.js';

const KIB = 1_024;

export function tooLarge(maxBytes: number): Problem {
  const size = maxBytes < KIB * KIB ? `${maxBytes / KIB} KiB` : `${maxBytes / KIB / KIB} MiB`;
  return new Problem('payload_too_large', `The body exceeds ${size}.`);
}
