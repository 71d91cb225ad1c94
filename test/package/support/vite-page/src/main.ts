import { followEvents, RefusedError, type StreamItem } from '@vx11/sse-client';

function show(text: string): void {
  const line = Object.assign(document.createElement('li'), { textContent: text });
  document.querySelector('ol')?.append(line);
}

function textOf(item: StreamItem): string {
  return item.kind === 'event' ? item.event.summary : item.kind;
}

try {
  const credential = location.hash.slice(1);
  for await (const item of followEvents({ baseUrl: location.origin, credential })) show(textOf(item));
} catch (error) {
  show(
    error instanceof RefusedError
      ? `refused: ${error.kind satisfies 'credential' | 'request' | 'not_the_service'}`
      : 'broken',
  );
}

// These lines fail to compile if the types are missing, since then everything is allowed.
// @ts-expect-error an address is needed
export const withoutAddress = () => followEvents({ credential: '' });
// @ts-expect-error there is no such kind of item
export const wrongKind = (item: StreamItem) => item.kind === 'evnt';
