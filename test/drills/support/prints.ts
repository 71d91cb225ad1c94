/**
 * Whether a command printed what a page says: line by line, blanks at the ends of lines and of the whole left out. `…` in a line
 * stands for any text, on a line of its own for any number of lines.
 */
export function prints(expected: string, printed: string): boolean {
  const lines = expected.trim().split('\n');
  const pattern = lines.map((line) =>
    line.trim() === '…' ? '(?:.*\n)*?' : `${line.trimEnd().split('…').map(literally).join('.*')}\n`,
  );
  const text = printed
    .trim()
    .split('\n')
    .map((line) => `${line.trimEnd()}\n`);
  return new RegExp(`^${pattern.join('')}$`, 'u').test(text.join(''));
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
