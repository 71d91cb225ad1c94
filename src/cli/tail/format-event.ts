import { type OperatorEvent } from '#client';
import { printable } from '../printable.js';

const COLOURS: Readonly<Record<string, string>> = { critical: '97;41', error: '31', warn: '33', info: '36' };

/** Formats an event as one line: time, severity, module, type, summary. */
export function formatEvent(event: OperatorEvent, colour: boolean): string {
  const paint = (code: string, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const [time, severity, module, type, summary] = [
    event.created_at,
    event.severity,
    event.module,
    event.event_type,
    event.summary,
  ].map((field) => printable(String(field)));
  return [
    paint('2', time ?? ''),
    paint(COLOURS[event.severity] ?? '0', (severity ?? '').padEnd(8)),
    paint('1', module ?? ''),
    paint('2', type ?? ''),
    summary,
  ].join(' ');
}
