/** Scheme and host of a target that is a whole URL, as clients send it to a proxy. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

/** The parts of a request target. */
export interface RequestTarget {
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
}

/** Reads the target of a request, in every form that Express reads: also a whole URL, also with a fragment. */
export function requestTarget(url: string): RequestTarget {
  const local = url.startsWith('/') ? url : url.replace(ORIGIN, '');
  const fragment = local.indexOf('#');
  const target = fragment < 0 ? local : local.slice(0, fragment);
  const end = target.indexOf('?');
  return end < 0 ? { path: target, query: '' } : { path: target.slice(0, end), query: target.slice(end + 1) };
}
