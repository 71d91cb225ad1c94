/** From the worst down. */
export const SEVERITIES = ['critical', 'error', 'warn', 'info'] as const;
export type SeverityName = (typeof SEVERITIES)[number];

export function isSeverity(text: string): text is SeverityName {
  return (SEVERITIES as readonly string[]).includes(text);
}
