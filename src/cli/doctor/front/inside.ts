import { READY_PATH } from '../../../endpoints/paths.js';
import { call } from '../../call.js';
import { check } from '../check.js';
import { type FrontScene, isThisHost } from './front-scene.js';

/** Of those that docs/reference/api.md calls *inside*: the ones that need no credential. */
const HIDDEN = ['/metrics', READY_PATH, '/operator/api/docs', '/operator/api/openapi.json'];

export const inside = check({
  id: 'front-inside',
  looksAt: 'whether what is for the inside can be reached from outside',
  faults: {
    open: {
      level: 'problem',
      says: '{paths} can be reached below {url}.',
      advice: 'Let what stands in front respond with 404 there, as nginx/nginx.conf.template does.',
    },
  },
  async run({ url }: FrontScene, found) {
    const open: string[] = [];
    for (const path of HIDDEN) {
      const { status, body } = await call(url.href, path);
      await body?.cancel();
      if (status === 200 || status === 503) open.push(path);
    }
    if (open.length === 0) found.ok('What is for the inside is hidden.');
    else if (isThisHost(url) && open.length === HIDDEN.length)
      found.ok('Nothing stands in front: this is an instance.');
    else found.fault('open', { paths: open.join(', '), url: url.href });
  },
});
