/** The stream that a page ended with: the lease of its instance, and its id. */
export interface StreamCursor {
  readonly lease: string;
  readonly id: string;
}

const FORM = /^([A-Za-z0-9._-]{1,64}\/[0-9a-f]{8}) ([0-9a-z-]{0,32})$/;

/** A cursor as a text that says nothing to anybody else. */
export function formatCursor({ lease, id }: StreamCursor): string {
  return Buffer.from(`${lease} ${id}`).toString('base64url');
}

/** Undefined for anything `formatCursor` would not have written. */
export function parseCursor(text: string): StreamCursor | undefined {
  if (text.length > 160) return undefined;
  const [, lease, id] = FORM.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (lease === undefined || id === undefined) return undefined;
  const cursor = { lease, id };
  return formatCursor(cursor) === text ? cursor : undefined;
}
