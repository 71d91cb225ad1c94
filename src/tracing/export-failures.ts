import { diag } from '@opentelemetry/api';

/** At most one line in this time, ms. */
const QUIET_MS = 60_000;
/** A system's code such as ECONNREFUSED, or a status of HTTP: nothing that a message could hold. */
const CODE = /"code":\s*"?([A-Z][A-Z_]{2,30}|[1-5]\d\d)"?/;

/** Logs that the SDK cannot send spans, which it then drops. Its messages are not repeated: they may name more than the log may hold. */
export function logExportFailures(warn: (about: { reason: string }, text: string) => void): void {
  let quietUntil = 0;
  const ignore = () => undefined;
  const failed = (message: string) => {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + QUIET_MS;
    warn({ reason: CODE.exec(message)?.[1] ?? 'unknown' }, 'spans cannot be exported and are dropped');
  };
  diag.setLogger(
    { error: failed, warn: ignore, info: ignore, debug: ignore, verbose: ignore },
    { suppressOverrideMessage: true },
  );
}
