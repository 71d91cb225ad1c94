import { digestOfCredential } from '../principal/fingerprint.js';
import { type LocalPrincipal, type Right } from '../principal/principal.js';
import { canBeGuessed } from '../principal/credential-strength.js';
import { EVERYTHING } from '../principal/scope.js';
import { type SecretFile } from '../principal/variables/secret-file.js';
import { type Environment } from './environment.js';

/** A principal that is configured by a variable. Its credentials are kept as SHA-256 digests only. */
export interface PrincipalSettings extends LocalPrincipal {
  /** The variable with its credentials. */
  readonly variable: string;
  /** The file that they were read from; absent if the variable itself is set. */
  readonly file?: SecretFile;
}

type CredentialVariable =
  'VX11_OPERATOR_TOKEN' | 'VX11_GATEWAY_TOKEN' | 'VX11_TENTACULO_LINK_TOKEN' | 'VX11_PRINCIPAL_TOKEN';

const PRINCIPALS: readonly { variable: CredentialVariable; name: string; rights: readonly Right[] }[] = [
  { variable: 'VX11_OPERATOR_TOKEN', name: 'operator', rights: ['read', 'publish', 'admin'] },
  { variable: 'VX11_GATEWAY_TOKEN', name: 'gateway', rights: ['read', 'publish'] },
  { variable: 'VX11_TENTACULO_LINK_TOKEN', name: 'tentaculo-link', rights: ['read', 'publish'] },
  { variable: 'VX11_PRINCIPAL_TOKEN', name: 'principal', rights: ['read'] },
];

/** Returns pairs of variables that have the same credential, which would not tell one principal. */
export function sharedCredentials(environment: Environment): [CredentialVariable, CredentialVariable][] {
  return PRINCIPALS.flatMap(({ variable }, index) =>
    PRINCIPALS.slice(index + 1)
      .filter((other) => environment[other.variable].some((value) => environment[variable].includes(value)))
      .map((other): [CredentialVariable, CredentialVariable] => [variable, other.variable]),
  );
}

/** Whether any variable has a credential. */
export function hasCredentials(environment: Environment): boolean {
  return PRINCIPALS.some(({ variable }) => environment[variable].length > 0);
}

/** Returns the variables with a credential that can be guessed. */
export function weakCredentials(environment: Environment): CredentialVariable[] {
  return PRINCIPALS.filter(({ variable }) => environment[variable].some(canBeGuessed)).map(({ variable }) => variable);
}

/** Returns the principals that variables configure. Those without a credential are left out. */
export function principalSettings(
  environment: Environment,
  files: ReadonlyMap<string, SecretFile>,
): PrincipalSettings[] {
  return PRINCIPALS.filter(({ variable }) => environment[variable].length > 0).map(({ variable, name, rights }) => ({
    variable,
    name,
    rights,
    scope: EVERYTHING,
    ...(files.has(variable) && { file: files.get(variable)! }),
    digests: environment[variable].map(digestOfCredential),
  }));
}
