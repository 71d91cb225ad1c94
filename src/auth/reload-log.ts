import { type LoggerService } from '@nestjs/common';
import { type SourcesObserver } from '../principal/principal-sources.js';

/** Writes into the log what became of files that were read again. */
export function reloadLog(logger: LoggerService): SourcesObserver {
  return {
    reloaded: (path, principals) => {
      logger.log(`${path} was read again: ${principals} principal${principals === 1 ? '' : 's'}.`);
    },
    refused: (path, reason) => {
      logger.error(`${path} ${reason}; what it said before still counts.`);
    },
    faults: (path, faults) => {
      logger.error(`${path} has faults; what it said before still counts.`);
      for (const { line, message } of faults) logger.error(`${path}, line ${line}: ${message}`);
    },
  };
}

/** Writes into the log that the keys of an identity provider cannot be had, and that they can again. */
export function keysLog(logger: LoggerService): (source: string, reason: string | undefined) => void {
  return (source, reason) => {
    if (reason === undefined) logger.log(`The keys of the identity provider (${source}) are there again.`);
    else logger.error(`The keys of the identity provider (${source}) ${reason}.`);
  };
}
