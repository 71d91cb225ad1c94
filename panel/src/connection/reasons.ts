import { type Interruption, type RefusedError } from '#client';
import { type Reason } from './status.js';

export const NOT_OURS: Reason = {
  title: 'Another server responds here, not the operator backend.',
  advice: 'Look where your proxy sends /operator/api. `npx vx11 doctor` says what stands in front.',
};

const HELD_BACK: Reason = {
  title: 'Connected, but nothing arrives.',
  advice:
    'A proxy on the way probably holds the stream back: switch its buffering off for `/operator/api/events/stream`.',
};

/** Why the stream was refused for good. */
export function reasonOfRefusal({ kind, problem }: RefusedError): Reason {
  const correlationId = problem.correlationId;
  switch (kind) {
    case 'not_the_service':
      return { ...NOT_OURS, correlationId };
    case 'request':
      return {
        title: `The service does not understand the page (${problem.detail ?? problem.status}).`,
        advice: 'Load the page again: the service may be newer than it.',
        correlationId,
      };
    case 'credential':
      return problem.code === 'forbidden'
        ? {
            title: 'This credential may not read events.',
            advice: 'Sign in with one that has the right `read`.',
            correlationId,
          }
        : {
            title: 'The service does not know this credential.',
            advice: 'Check that all of it was copied. It may also have been replaced or taken back: ask for a new one.',
            correlationId,
          };
  }
}

/** Why the stream is interrupted, and what helps. `established`: it has delivered something since the page was opened. */
export function reasonOfInterruption({ reason, problem, cause }: Interruption, established: boolean): Reason {
  const correlationId = problem?.correlationId;
  switch (reason) {
    case 'network':
      return {
        title: 'The service cannot be reached.',
        advice: 'It may be down, or your network. The page tries again by itself, and continues where it was.',
      };
    case 'silent':
      return established
        ? {
            title: 'The connection went silent.',
            advice: 'The page connects again and continues where it was.',
          }
        : HELD_BACK;
    case 'status':
      return problem?.status === 429
        ? {
            title: 'Too many requests from here.',
            advice: 'The page waits for as long as the service asks.',
            correlationId,
          }
        : {
            title: `The service cannot serve now (${problem?.status ?? 'no status'}).`,
            advice: '`/health/ready` of an instance says which part is missing. The page tries again by itself.',
            correlationId,
          };
    case 'token':
      return {
        title: 'The service did not accept the token of the stream.',
        advice: 'The page asks for another one.',
        correlationId,
      };
    case 'soft_refusal':
      return {
        title: 'The service has no stream to give now.',
        advice: 'Its store is away, or the limit of streams is reached. The page tries again by itself.',
      };
    case 'goodbye':
      return {
        title: 'The instance is going, or the stream was at its longest.',
        advice: 'The page continues at another instance, without loss.',
      };
    case 'ended':
    case 'cut':
      return { title: 'The connection broke.', advice: 'The page connects again and continues where it was.' };
    case 'protocol':
      return isNotOurs(cause) ? NOT_OURS : { title: 'The response was not an event stream.', advice: NOT_OURS.advice };
    default:
      return HELD_BACK;
  }
}

/** Why events come by asking for them every few seconds. */
export function reasonOfPolling(interruption: Interruption): Reason {
  const { title, advice } = reasonOfInterruption(interruption, false);
  return { title: `Events are a few seconds late. ${title}`, advice };
}

/** Why the service ended the stream for good. */
export function reasonOfGoodbye(reason: string): Reason {
  if (reason === 'revoked')
    return {
      title: 'Your access was revoked.',
      advice: 'An administrator ended this stream. If you still have a valid credential, sign in again.',
    };
  if (reason === 'superseded')
    return {
      title: 'This stream was taken over.',
      advice: 'Another tab or window continues with the same stream. Continue here to open a new one.',
    };
  return { title: `The service ended the stream (${reason}).`, advice: 'Connect again, or ask who runs the service.' };
}

function isNotOurs(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'RefusedError';
}
