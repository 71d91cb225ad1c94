/** Shapes that differ without colour, in a box of 12: a filled square on its corner, a triangle, an open triangle, a ring. */
const SHAPES: Readonly<Record<string, string>> = {
  critical: 'M6 0 12 6 6 12 0 6Z',
  error: 'M6 1 12 11.5H0Z',
  warn: 'M6 1 12 11.5H0ZM6 4.4 2.9 9.8H9.1Z',
  info: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9ZM6 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5Z',
};

/** A severity by shape, word and colour. */
export function SeverityMark({ severity }: { readonly severity: string }) {
  return (
    <span className={`severity ${severity}`}>
      <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
        <path d={SHAPES[severity] ?? SHAPES.info} fillRule="evenodd" fill="currentColor" />
      </svg>
      <span>{severity}</span>
    </span>
  );
}
