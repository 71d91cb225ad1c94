// eslint-disable-next-line no-control-regex -- these are the characters to take out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes text of others safe to print at a terminal: control characters and direction marks become visible escapes. With them,
 * the publisher of an event could rewrite what the terminal shows.
 */
export function printable(text: string): string {
  return text.replace(CONTROL, (character) =>
    character === '\t' ? ' ' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
