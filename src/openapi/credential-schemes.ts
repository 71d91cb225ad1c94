/** The two headers a principal credential may come in. */
export const HEADER_SCHEMES = ['principal', 'bearer'] as const;
/** A token in the query. */
export const TOKEN_SCHEME = 'token';
