import { readSmallFile, UnreadableFileError } from '../files/read-file.js';
import { type ClaimMap, readMapping } from '../principal/jwt/claim-map.js';
import { readKeys } from '../principal/jwt/fetch-keys.js';
import { type KeySource, KEYS_MAX_BYTES } from '../principal/jwt/jwt-keys.js';
import { type JwtSettings } from '../principal/jwt/jwt-principals.js';
import { type ConfigurationFault } from './configuration-error.js';
import { type Environment } from './environment.js';

const NEEDED = ['VX11_JWT_ISSUER', 'VX11_JWT_AUDIENCE', 'VX11_JWKS_URL'] as const;

/** Returns the settings of the identity provider, if one is configured, and their faults. */
export function jwtSettings(e: Environment): {
  readonly jwt?: JwtSettings;
  readonly faults: readonly ConfigurationFault[];
} {
  const { VX11_JWT_ISSUER: issuer, VX11_JWT_AUDIENCE: audience, VX11_JWKS_URL: url, VX11_JWKS_FILE: file } = e;
  if (issuer === undefined && audience === undefined && url === undefined && file === undefined) return { faults: [] };
  const faults: ConfigurationFault[] = NEEDED.filter(
    (variable) => e[variable] === undefined && !(variable === 'VX11_JWKS_URL' && file !== undefined),
  ).map((variable) => ({ variable, wants: 'is needed: JWTs need an issuer, an audience and keys' }));
  if (url !== undefined && file !== undefined) {
    faults.push({ variable: 'VX11_JWKS_FILE', wants: 'is set beside VX11_JWKS_URL; unset one of the two' });
  }
  const keys = keySource(e, faults);
  if (faults.length > 0 || issuer === undefined || audience === undefined || !keys) return { faults };
  return {
    jwt: { issuer, audience, algorithms: e.VX11_JWT_ALGORITHMS, claims: claimMap(e.VX11_JWT_CLAIMS), keys },
    faults,
  };
}

function keySource(e: Environment, faults: ConfigurationFault[]): KeySource | undefined {
  const { VX11_JWKS_URL: url, VX11_JWKS_FILE: path, VX11_JWKS_MAX_AGE_SEC: maxAgeSeconds } = e;
  if (path === undefined) return url === undefined ? undefined : { url, maxAgeSeconds };
  const fault = (reason: string) => void faults.push({ variable: 'VX11_JWKS_FILE', wants: `${path} ${reason}` });
  try {
    const { text, identity } = readSmallFile(path, KEYS_MAX_BYTES);
    readKeys(text);
    return { path, identity, text };
  } catch (error) {
    fault(error instanceof UnreadableFileError ? error.message : `cannot be used: ${(error as Error).message}`);
    return undefined;
  }
}

function claimMap(mappings: readonly string[]): ClaimMap {
  return Object.fromEntries(mappings.map(readMapping).filter((pair) => pair !== undefined));
}
