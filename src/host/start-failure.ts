import { ConfigurationError, type ConfigurationFault } from '../config/configuration-error.js';
import { type Settings } from '../config/settings.js';
import { stackOf } from './crash.js';

/** The text for standard error that says why the service did not start. */
export function startFailure(error: unknown): string {
  return error instanceof ConfigurationError ? error.message : `The service could not start. ${stackOf(error)}`;
}

/** Listening failed: a fault of `HOST` or `PORT` if it is one, else `error` itself. */
export function listenFailure(error: unknown, { http: { host, port } }: Settings): unknown {
  const fault = (variable: string, got: string | number, wants: string): ConfigurationFault => {
    return { variable, got: String(got), wants };
  };
  const faults: Readonly<Record<string, ConfigurationFault>> = {
    EADDRINUSE: fault('PORT', port, `a port that is free on ${host}: address already in use`),
    EACCES: fault('PORT', port, 'a port that this user may listen on: those below 1024 are for root'),
    EADDRNOTAVAIL: fault('HOST', host, 'an address of this machine'),
    ENOTFOUND: fault('HOST', host, 'a name that has an address'),
    EAI_AGAIN: fault('HOST', host, 'a name that can be resolved'),
  };
  const found = faults[(error as NodeJS.ErrnoException).code ?? ''];
  return found ? new ConfigurationError([found]) : error;
}
