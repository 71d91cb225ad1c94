import { ENCODING_CASES, LONG_CASES } from './encoding-cases.js';
import { FIELD_CASES } from './field-cases.js';
import { HUGE_RETRY_CASES, ID_CASES } from './id-cases.js';
import { LINE_CASES } from './line-cases.js';
import { type SseCase } from './sse-case.js';

/** Cases that a browser reads in the same way. */
export const BROWSER_CASES: readonly SseCase[] = [
  ...LINE_CASES,
  ...FIELD_CASES,
  ...ID_CASES,
  ...ENCODING_CASES,
  ...LONG_CASES,
].filter(({ chromium }) => chromium === undefined);

/** Cases of some hundred bytes, or a few thousand. */
export const SHORT_CASES: readonly SseCase[] = [
  ...LINE_CASES,
  ...FIELD_CASES,
  ...ID_CASES,
  ...HUGE_RETRY_CASES,
  ...ENCODING_CASES,
];

export { LONG_CASES };
