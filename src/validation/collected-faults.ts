import { type InputFault, invalidRequest } from '../problems/problem.js';
import { faultsOf, printable } from './faults.js';

/** How many faults a response names, and in how many bytes. The others are counted. */
const NAMED_MAX = 100;
const NAMED_MAX_BYTES = 24_576;

/** The faults of an input that may have any number of them. */
export class CollectedFaults {
  private readonly named: InputFault[] = [];
  private bytes = 0;
  private count = 0;

  add(field: string, message: string): void {
    this.count++;
    if (this.named.length === NAMED_MAX || this.bytes >= NAMED_MAX_BYTES) return;
    const fault = { field, message };
    this.bytes += Buffer.byteLength(JSON.stringify(fault));
    this.named.push(fault);
  }

  /** Every fault class-validator finds in `object`, with `prefix` before the field names. */
  addThoseOf(object: object, prefix = ''): void {
    for (const { field, message } of faultsOf(object, prefix)) this.add(field, message);
  }

  /** A fault for every field of `raw` that is not among `known`. */
  addUnknown(raw: object, known: readonly string[], prefix = ''): void {
    for (const field of Object.keys(raw)) {
      if (!known.includes(field)) this.add(`${prefix}${printable(field)}`, 'is not a known field');
    }
  }

  /** @throws Problem `invalid_request` if there is any */
  refuse(): void {
    if (this.count > 0) throw invalidRequest(this.named, this.count);
  }
}
