import { canBeGuessed } from '../principal/credential-strength.js';

/** How many credentials have a label of their own. */
const DIFFERENT = 200;

/**
 * What stands for a credential in metrics: its fingerprint, `guessable` or, beyond 200 credentials, `other`. Whoever has the
 * fingerprint of a credential that can be guessed can test guesses against it, so such a credential shows none.
 */
export class CredentialLabels {
  private readonly labels = new Map<string, string>();

  of(fingerprint: string, credential: string): string {
    let label = this.labels.get(fingerprint);
    if (label !== undefined) return label;
    if (this.labels.size >= DIFFERENT) return 'other';
    label = canBeGuessed(credential) ? 'guessable' : fingerprint;
    this.labels.set(fingerprint, label);
    return label;
  }
}
