import { type Conversation } from './arbitraries/conversations.js';

/** How long smaller ones are tried, ms. */
const PATIENCE_MS = 20_000;
/** Shorter lines are left as they are. */
const LONG_LINE = 60;

/** A smaller conversation that still fails: without the requests, lines and parts of long lines that do not matter. */
export async function minimise(
  failing: Conversation,
  fails: (conversation: Conversation) => Promise<boolean>,
): Promise<Conversation> {
  const deadline = performance.now() + PATIENCE_MS;
  let smallest = failing;
  for (let smaller = true; smaller;) {
    smaller = false;
    for (const candidate of smallerOnes(smallest)) {
      if (performance.now() > deadline) return smallest;
      smaller = await fails(candidate);
      if (!smaller) continue;
      smallest = candidate;
      break;
    }
  }
  return smallest;
}

function* smallerOnes({ requests, ...rest }: Conversation): Generator<Conversation> {
  for (const index of requests.length > 1 ? requests.keys() : []) {
    yield { ...rest, requests: requests.toSpliced(index, 1) };
  }
  for (const [index, { text, sound }] of requests.entries()) {
    for (const shorter of shorterTexts(text)) {
      yield { ...rest, requests: requests.with(index, { text: shorter, sound }) };
    }
  }
}

/** `text` with a long line of its head cut, or without some of its lines. What says how long the body is stays. */
function* shorterTexts(text: string): Generator<string> {
  const end = text.indexOf('\r\n\r\n');
  const lines = text.slice(0, end).split('\r\n');
  const rest = text.slice(end);
  const [first = '', ...others] = lines;
  for (const [index, line] of lines.entries()) {
    const third = Math.floor(line.length / 3);
    if (line.length > LONG_LINE)
      yield lines.with(index, line.slice(0, third) + line.slice(2 * third)).join('\r\n') + rest;
  }
  const needed = others.filter((line) => /^(host|content-length|transfer-encoding)/i.test(line));
  const spare = others.filter((line) => !needed.includes(line));
  for (let size = spare.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < spare.length; at += size)
      yield [first, ...spare.toSpliced(at, size), ...needed].join('\r\n') + rest;
  }
}
