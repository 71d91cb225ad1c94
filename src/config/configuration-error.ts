/** What is wrong with one environment variable. `got` is absent for credentials and for missing values. */
export interface ConfigurationFault {
  readonly variable: string;
  readonly got?: string | undefined;
  readonly wants: string;
}

/** `NAME: got "…", wants …`. */
export function faultInWords({ variable, got, wants }: ConfigurationFault): string {
  return got === undefined ? `${variable}: ${wants}` : `${variable}: got ${JSON.stringify(got)}, wants ${wants}`;
}

/** Thrown once at start with every fault, so that nobody has to find them one by one. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly ConfigurationFault[]) {
    const lines = faults.map((fault) => `  ${faultInWords(fault)}`);
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
  }
}
