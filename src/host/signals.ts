import { type Logger } from 'pino';
import { type Shutdown } from './shutdown.js';
import { type Terminal } from './terminal.js';

/**
 * SIGTERM and SIGINT end the process. SIGHUP does so only when it says that the terminal is gone: sent by hand or by a
 * service manager it asks for a reload, and never ends anything: files that the service writes are opened anew.
 */
export function obeySignals(shutdown: Shutdown, terminal: Terminal, logger: Logger, reopenFiles?: () => void): void {
  const shutDown = (signal: string) => {
    logger.info({ signal }, 'shutting down');
    void shutdown.begin(0);
  };
  process.on('SIGTERM', shutDown);
  process.on('SIGINT', shutDown);
  process.on('SIGHUP', (signal) => {
    // The kernel and the shell may both tell it.
    if (shutdown.begun) return;
    if (terminal.closed) shutDown(signal);
    else if (reopenFiles) reopenFiles();
    else logger.info({ signal }, 'nothing to reload: the settings are read at start only');
  });
}
