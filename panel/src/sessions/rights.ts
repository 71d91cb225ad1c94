import { ApiError } from '../api.js';
import { type Session } from '../session.js';
import { listStreams } from './streams-api.js';

/** Asks the service once, when the stream is open, whether this credential may administer. */
export function learnRights(session: Session): void {
  const end = session.status.subscribe(() => {
    if (session.status.get().kind !== 'open') return;
    end();
    listStreams(session.credential, undefined, 1).then(
      () => session.admin.set(true),
      (error: unknown) => {
        // Not told yet: asked again when the stream opens the next time.
        if (error instanceof ApiError && error.problem.status !== 403) learnRights(session);
      },
    );
  });
}
