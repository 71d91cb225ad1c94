import { CREDENTIAL } from '../principal/variables/credential-list.js';

// Forms of values that several settings have.

export const CREDENTIALS = {
  pattern: CREDENTIAL,
  wants: 'visible ASCII characters, several credentials separated by commas',
  secret: true,
};
export const FILE = { pattern: /^[^\0]+$/, wants: 'the path of a file' };
export const URI = { pattern: /^\S+$/, wants: 'a text without blanks' };
export const HOST_AND_PORT = /^[A-Za-z0-9._-]+:\d{1,5}$/;

/** What a variable with the file of a principal's credentials means. */
export function credentialsFile(principal: string, variable: string): string {
  return `File with the credentials of \`${principal}\`, in place of \`${variable}\`; read again when it changes.`;
}
