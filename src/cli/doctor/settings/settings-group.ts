import { describeSettings } from '../../../config/setting.decorators.js';
import { CREDENTIAL_VARIABLES } from '../../credential.js';
import { type Group } from '../group.js';
import { heartbeat } from './heartbeat.js';
import { proxies } from './proxies.js';
import { queryCredentials } from './query-credentials.js';
import { type SettingsScene, settingsScene } from './settings-scene.js';
import { store } from './store.js';
import { unknown } from './unknown.js';
import { valid } from './valid.js';
import { weakCredentials } from './weak-credentials.js';

/** Set wherever this command line is used, so that alone they say nothing of an instance. */
const NOT_ENOUGH: readonly string[] = ['NODE_ENV', 'HOST', ...CREDENTIAL_VARIABLES];

export const SETTINGS: Group<SettingsScene> = {
  name: 'settings',
  checks: [valid, unknown, weakCredentials, proxies, queryCredentials, store, heartbeat],
  open({ env }) {
    const names = describeSettings().map(({ variable }) => variable);
    const given = names.some((name) => !NOT_ENOUGH.includes(name) && (env[name] ?? '').trim() !== '');
    return Promise.resolve(given ? { scene: settingsScene(env) } : { skipped: NOTHING });
  },
};

const NOTHING = 'No setting of an instance is in the environment; --env-file names a file with those of one.';
