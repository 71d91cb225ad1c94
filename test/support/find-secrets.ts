/** 256-bit values share no long prefix, so a map of prefixes finds every candidate in one pass over the text. */
const PREFIX = 12;

/** Looks for any of many credentials and tokens in a text. */
export function secretFinder(secrets: Iterable<string>): (text: string) => boolean {
  const byPrefix = new Map(Array.from(secrets, (secret) => [secret.slice(0, PREFIX), secret]));
  return (text) => {
    for (let at = 0; at + PREFIX <= text.length; at++) {
      const secret = byPrefix.get(text.slice(at, at + PREFIX));
      if (secret && text.startsWith(secret, at)) return true;
    }
    return false;
  };
}
