/** How severe an event is, the gravest first. */
export const SEVERITIES = ['critical', 'error', 'warn', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Names of modules, of types of events, and of principals that are configured. */
export const NAME = /^[A-Za-z0-9._-]{1,64}$/;
export const NAME_FORM = '1 to 64 of A-Z a-z 0-9 . _ -';
