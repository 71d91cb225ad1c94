/** A fault of one environment variable. `got` is absent for credentials and for missing values. */
export interface ConfigurationFault {
  readonly variable: string;
  readonly got?: string | undefined;
  readonly wants: string;
}

/** Returns a fault as text: `NAME: got "…", wants …`. */
export function faultInWords({ variable, got, wants }: ConfigurationFault): string {
  return got === undefined ? `${variable}: ${wants}` : `${variable}: got ${JSON.stringify(got)}, wants ${wants}`;
}

/** Thrown at the start of the service. It names every fault of the configuration at once. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly ConfigurationFault[]) {
    const lines = faults.map((fault) => `  ${faultInWords(fault)}`);
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
  }
}
