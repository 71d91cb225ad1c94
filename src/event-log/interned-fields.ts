import { type EventFields } from './event-log.interface.js';

const CAPACITY = 10_000;
const FORM = /^[A-Za-z0-9._-]{1,64} [A-Za-z0-9._-]{1,64} (?:critical|error|warn|info)$/;

/**
 * Keeps each combination of an entry's fields once, since most entries have one of a few. A slice of a string keeps the whole
 * string in memory (V8), so the fields are copied: otherwise whoever keeps the fields of an entry would keep its JSON.
 */
export class InternedFields {
  private readonly byText = new Map<string, EventFields>();

  /** Reads `<type> <module> <severity>`; returns undefined for any other text. */
  read(text: string): EventFields | undefined {
    return this.byText.get(text) ?? this.intern(text);
  }

  private intern(slice: string): EventFields | undefined {
    if (!FORM.test(slice)) return undefined;
    const text = Buffer.from(slice).toString();
    const [type = '', module = '', severity = ''] = text.split(' ');
    const fields = { type, module, severity };
    if (this.byText.size >= CAPACITY) this.byText.clear();
    this.byText.set(text, fields);
    return fields;
  }
}
