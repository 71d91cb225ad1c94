import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { check } from '../check.js';
import { type FrontScene } from './front-scene.js';

const TOKEN = /[?&](?:amp;)?token=[^&\s"]/i;

export const accessLog = check({
  id: 'front-access-log',
  looksAt: 'whether `--access-log` has query strings with tokens; the stream above was one to log',
  faults: {
    tokens: {
      level: 'problem',
      says: '{file} has tokens in it. Lines with one: {lines}; the first is line {first}.',
      advice:
        'Log no query string, as nginx/access-log.conf does, and delete the lines. Unused tokens expire by themselves.',
    },
    empty: {
      level: 'warning',
      says: '{file} is empty, though a stream was opened: the log is another file, or is written later.',
      advice: 'Name the file that what stands in front writes.',
    },
  },
  async run({ accessLog: file }: FrontScene, found) {
    if (file === undefined) return found.skip('Name the log of what stands in front with --access-log.');
    let [number, lines, first] = [0, 0, 0];
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number++;
      if (!TOKEN.test(line)) continue;
      lines++;
      if (first === 0) first = number;
    }
    if (lines > 0) found.fault('tokens', { lines, file, first });
    else if (number === 0) found.fault('empty', { file });
    else found.ok(`None of the ${number} lines of ${file} has a token.`);
  },
});
