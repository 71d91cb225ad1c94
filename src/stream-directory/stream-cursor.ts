/** The last stream of a page of the directory: the lease of its instance, and its id. The next page begins after it. */
export interface StreamCursor {
  readonly lease: string;
  readonly id: string;
}

const FORM = /^([A-Za-z0-9._-]{1,64}\/[0-9a-f]{8}) ([0-9a-z-]{0,32})$/;

/** Returns a cursor as an opaque text, for clients to send back. */
export function formatCursor({ lease, id }: StreamCursor): string {
  return Buffer.from(`${lease} ${id}`).toString('base64url');
}

/** Reads what `formatCursor` wrote; returns undefined for any other text. */
export function parseCursor(text: string): StreamCursor | undefined {
  if (text.length > 160) return undefined;
  const [, lease, id] = FORM.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (lease === undefined || id === undefined) return undefined;
  const cursor = { lease, id };
  return formatCursor(cursor) === text ? cursor : undefined;
}
