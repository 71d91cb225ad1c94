import { type ProblemCode, PROBLEMS } from '../../src/problems/problem-catalogue.js';
import { type Conversation } from './arbitraries/conversations.js';
import { NotHttpError, parseResponses, type RawResponse } from './responses.js';
import { type Answer } from './sender.js';

/** The statuses with which node itself responds to bytes that are not HTTP, or too long. They have no body. */
const BARE = [400, 431];
/** Where `/` and the page's address without its slash lead. */
const LEADS_TO_PAGE = ['/operator/ui/', 'ui/'];
/** The code whose status may be any 4xx. */
const ANY_4XX: ProblemCode = 'request_refused';
/** A hundred faults, and what a caller named its fields. */
const LONGEST_PROBLEM = 32_768;
const catalogue: Readonly<Record<string, { readonly status: number }>> = PROBLEMS;

/** Returns the faults in the responses to a conversation; empty if there are none. */
export function judge(conversation: Conversation, { text, endedByServer }: Answer): string[] {
  if (conversation.manner === 'resets') return [];
  try {
    const responses = parseResponses(text);
    return [...responses.flatMap(judgeResponse), ...judgeEnd(conversation, responses, endedByServer)];
  } catch (error) {
    if (error instanceof NotHttpError) return [error.message];
    throw error;
  }
}

function judgeResponse(response: RawResponse): string[] {
  const { status, headers, body } = response;
  if (status < 300 || status === 304) return [];
  if (status === 302 && LEADS_TO_PAGE.includes(headers.get('location') ?? '')) return [];
  if (status < 400) return [`status ${status}`];
  if (!headers.has('content-type')) return isBare(response) ? [] : [`a bare ${status}`];
  if (!headers.get('content-type')?.startsWith('application/problem+json'))
    return [`${status} as ${headers.get('content-type')}`];
  return body === '' ? [] : judgeProblem(status, body);
}

function isBare({ status, headers, body }: RawResponse): boolean {
  return BARE.includes(status) && body === '' && headers.get('connection') === 'close';
}

function judgeProblem(status: number, body: string): string[] {
  const document = parsed(body);
  const code = String(document?.code);
  if (!document || !(code === ANY_4XX ? status < 500 : catalogue[code]?.status === status))
    return [`${status} with the code ${code}: ${body.slice(0, 200)}`];
  if (body.length > LONGEST_PROBLEM) return [`${body.length} bytes to say ${code}`];
  if (status === 500) return [`${status}: ${body}`];
  return /node_modules|\bat \S+:\d+:\d+/.test(body) ? [`a stack in the answer: ${body}`] : [];
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Checks that a client that waits, and whose requests have a clear end, gets all responses, or `Connection: close`. */
function judgeEnd({ requests, manner }: Conversation, responses: RawResponse[], endedByServer: boolean): string[] {
  if (manner !== 'waits' || requests.some(({ sound }) => !sound)) return [];
  const last = responses.at(-1);
  if (!last) return ['no answer'];
  if (isOpenStream(last)) return [];
  if (!endedByServer) return [`nothing after ${responses.length} answers`];
  return last.headers.get('connection') === 'close' ? [] : [`closed without a word after ${responses.length} answers`];
}

/** One that lasts until somebody ends it. */
function isOpenStream({ headers }: RawResponse): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true && !headers.has('content-length');
}
