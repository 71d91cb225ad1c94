import { type EndRequest } from './confirm-end.js';
import { ageOf, behindOf, filtersOf } from './describe.js';
import { type ListedStream } from './streams-api.js';

interface StreamRowProps {
  readonly stream: ListedStream;
  readonly now: number;
  readonly onEnd: (request: EndRequest) => void;
}

export function StreamRow({ stream, now, onEnd }: StreamRowProps) {
  const { principal, address, since, instance, filters } = stream;
  return (
    <tr>
      <th scope="row">{principal}</th>
      <td data-name="Address">{address}</td>
      <td data-name="Since" title={since}>
        {ageOf(since, now)}
      </td>
      <td data-name="Instance">{instance}</td>
      <td data-name="Shows">{filtersOf(filters)}</td>
      <td data-name="Behind">{behindOf(stream)}</td>
      <td className="actions">
        <button type="button" aria-label={`End this stream of ${principal}`} onClick={() => onEnd({ stream })}>
          End
        </button>
        <button
          type="button"
          className="plain"
          aria-label={`End all streams of ${principal}`}
          onClick={() => onEnd({ principal })}
        >
          End all
        </button>
      </td>
    </tr>
  );
}
