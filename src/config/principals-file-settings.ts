import { readSmallFile, UnreadableFileError } from '../files/read-file.js';
import { FILE_MAX_BYTES } from '../principal/file/bounds.js';
import { parsePrincipals } from '../principal/file/parse-principals.js';
import { type PrincipalsFileSettings } from '../principal/file/principals-file.js';
import { reservedBy } from '../principal/reserved.js';
import { type ConfigurationFault } from './configuration-error.js';
import { type PrincipalSettings } from './principal-settings.js';

const VARIABLE = 'VX11_PRINCIPALS_FILE';

/**
 * Reads the principals file, if one is configured.
 * @param others the principals that variables configure, whose names and credentials the file must not use
 */
export function principalsFileSettings(
  path: string | undefined,
  others: readonly PrincipalSettings[],
  refuseWeak: boolean,
): { readonly file?: PrincipalsFileSettings; readonly faults: readonly ConfigurationFault[] } {
  if (path === undefined) return { faults: [] };
  const fault = (wants: string): ConfigurationFault => ({ variable: VARIABLE, wants });
  try {
    const { text, identity } = readSmallFile(path, FILE_MAX_BYTES);
    const parsed = parsePrincipals(
      text,
      reservedBy(() => others, refuseWeak),
    );
    if ('principals' in parsed) return { file: { path, identity, principals: parsed.principals }, faults: [] };
    return { faults: parsed.faults.map(({ line, message }) => fault(`${path}, line ${line}: ${message}`)) };
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    return { faults: [fault(`${path} ${error.message}`)] };
  }
}
