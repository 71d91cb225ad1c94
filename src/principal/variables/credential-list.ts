/** One credential: visible ASCII without the comma. */
export const CREDENTIAL = /^[\x21-\x2b\x2d-\x7e]+$/;

/** The credentials of a variable, separated by commas, or of a file, on lines of their own. */
export function splitCredentials(text: string): string[] {
  return text
    .trim()
    .split(/,|\r?\n/)
    .map((credential) => credential.trim());
}
