import { type INestApplication } from '@nestjs/common';
import { type Logger } from 'pino';

/**
 * SIGTERM, SIGINT and SIGHUP end the process in order: drain, close, exit 0. It takes no longer than `seconds`; a second signal
 * ends it at once.
 */
export function shutDownOnSignals(app: INestApplication, seconds: number, logger: Logger): void {
  let begun = false;
  const shutDown = (signal: string) => {
    if (begun) process.exit(1);
    begun = true;
    logger.info({ signal }, 'shutting down');
    setTimeout(() => process.exit(0), seconds * 1_000).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(`The shutdown failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  // SIGHUP: the terminal it was started from is gone.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, shutDown);
}
