import { useEffect, useId, useRef, useState } from 'react';
import { ageOf } from './describe.js';
import { endPrincipal, endStream, type ListedStream } from './streams-api.js';

/** What is to be ended: one stream, or all of a principal. */
export type EndRequest = { readonly stream: ListedStream } | { readonly principal: string };

interface ConfirmEndProps {
  readonly request: EndRequest;
  readonly credential: string;
  readonly onDone: () => void;
}

/** Asks before a stream is ended. */
export function ConfirmEnd({ request, credential, onDone }: ConfirmEndProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const end = async () => {
    setBusy(true);
    try {
      await ('stream' in request
        ? endStream(credential, request.stream.id)
        : endPrincipal(credential, request.principal));
      dialog.current?.close();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onDone}>
      <h2 id={heading}>{'stream' in request ? 'End this stream?' : `End all streams of ${request.principal}?`}</h2>
      <p>{consequenceOf(request)}</p>
      {failure && (
        <p role="alert" className="failure">
          It was not ended: {failure}
        </p>
      )}
      <div className="dialog-buttons">
        <button type="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button type="button" className="danger" disabled={busy} onClick={() => void end()}>
          {'stream' in request ? 'End the stream' : 'End all'}
        </button>
      </div>
    </dialog>
  );
}

function consequenceOf(request: EndRequest): string {
  if ('principal' in request) {
    return 'Its tokens are revoked too. It can sign in again: to lock it out, take its credential away first.';
  }
  const { principal, address, since, instance } = request.stream;
  return `${principal} from ${address}, at instance ${instance} for ${ageOf(since, Date.now())}. It can connect again.`;
}
