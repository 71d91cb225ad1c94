import { type Right } from '../config/principal-settings.js';

/** Who is calling, and what it may do. */
export interface Principal {
  readonly name: string;
  readonly rights: readonly Right[];
}
