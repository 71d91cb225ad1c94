import { type EventFields } from './event-log.interface.js';

const CAPACITY = 10_000;
const FORM = /^[A-Za-z0-9._-]{1,64} [A-Za-z0-9._-]{1,64} (?:critical|error|warn|info)$/;

/**
 * The fields of entries, each combination kept once. The same few come again and again; and a string that is cut out of a
 * larger one keeps the whole of it in memory, so that whoever kept an entry's fields would keep its JSON.
 */
export class KnownFields {
  private readonly known = new Map<string, EventFields>();

  /** Reads `<type> <module> <severity>`; undefined if it is none. */
  read(text: string): EventFields | undefined {
    return this.known.get(text) ?? this.learn(text);
  }

  private learn(read: string): EventFields | undefined {
    if (!FORM.test(read)) return undefined;
    const text = Buffer.from(read).toString();
    const [type = '', module = '', severity = ''] = text.split(' ');
    const fields = { type, module, severity };
    if (this.known.size >= CAPACITY) this.known.clear();
    this.known.set(text, fields);
    return fields;
  }
}
