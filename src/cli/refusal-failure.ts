import { type Problem } from '#client';
import { CliFailure } from './cli-failure.js';
import { printable } from './printable.js';

/**
 * Returns the failure of a command whose call the service refused, if a later attempt cannot succeed.
 * @param what what the call was to do, as a verb phrase
 */
export function refusalFailure(what: string, baseUrl: string, problem: Problem): CliFailure {
  const { status, code } = problem;
  const why = reasonOf(problem);
  if (status === 401 || (status === 403 && code !== 'forbidden')) {
    return new CliFailure('credential', `The service does not accept the credential to ${what}. ${why}`);
  }
  if (status === 403) return new CliFailure('forbidden', `The credential lacks the right to ${what}. ${why}`);
  if (status === 400) return new CliFailure('usage', `The service cannot ${what} as asked. ${why}${faults(problem)}`);
  return new CliFailure(
    'not_the_service',
    `The server at ${baseUrl} does not ${what} as the operator backend does. ${why}`,
  );
}

/** Returns status, code, detail and correlation id of a problem as one text. */
export function reasonOf({ status, code, detail, correlationId }: Problem): string {
  const trace = correlationId === undefined ? '' : ` (correlation id ${correlationId})`;
  return printable(`${status}${code === undefined ? '' : ` ${code}`}: ${detail ?? 'no reason given'}${trace}`);
}

function faults({ errors = [] }: Problem): string {
  const texts = errors.map((error) => {
    const { field, message } = error as { field?: unknown; message?: unknown };
    return `${String(field)} ${String(message)}`;
  });
  return texts.length === 0 ? '' : printable(` (${texts.join('; ')})`);
}
