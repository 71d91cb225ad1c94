/** `expect.stringMatching`, typed so that it can stand in an object. */
export function matching(pattern: RegExp | string): unknown {
  return expect.stringMatching(pattern);
}
