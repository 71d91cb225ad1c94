import { type Problem } from './problem.js';

/** The call that the service refused: to issue a token, to open the stream, or to read the history. */
export type Step = 'token' | 'stream' | 'history';

const TO: Readonly<Record<Step, string>> = {
  token: 'issue a token',
  stream: 'open the stream',
  history: 'send events',
};

/** A refusal that another attempt cannot change. It ends the iteration. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  /**
   * @param kind `credential`: it is missing, wrong or lacks the right · `request`: a parameter is wrong · `not_the_service`:
   *   the server at this address is not the operator backend
   */
  constructor(
    readonly step: Step,
    readonly kind: 'credential' | 'request' | 'not_the_service',
    readonly problem: Problem,
  ) {
    super(sentence(step, kind, problem));
  }
}

function sentence(step: Step, kind: RefusedError['kind'], { status, code, detail = code }: Problem): string {
  const what = TO[step];
  if (kind !== 'not_the_service')
    return `The service refused to ${what} (${status}${detail === undefined ? '' : `: ${detail}`}).`;
  // A browser does not tell the status of a redirect: it is 0.
  if (status < 400 && status !== 200) return `The server redirects the call to ${what}. Set baseUrl to where it leads.`;
  return `The server did not ${what} as the operator backend would (status ${status}).`;
}
