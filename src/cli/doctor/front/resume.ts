import { check } from '../check.js';
import { type FrontScene } from './front-scene.js';

const ADVICE =
  'Let each proxy pass X-Forwarded-Proto: https and Set-Cookie on. Name the last one in VX11_TRUSTED_PROXIES, and what stands before the shipped nginx in NGINX_REAL_IP_FROM.';

export const resume = check({
  id: 'front-resume',
  looksAt: 'whether a browser that comes by TLS gets the cookie with which it resumes its stream',
  faults: {
    none: {
      level: 'warning',
      says: 'No resume cookie comes with a token, so browsers cannot resume their streams: the service may not see that {url} is encrypted.',
      advice: `${ADVICE} With VX11_RESUME_SECONDS=0 it is meant so.`,
    },
    plain: {
      level: 'warning',
      says: 'The resume cookie is that of plain HTTP, which a sibling subdomain can set: the service does not see that {url} is encrypted.',
      advice: ADVICE,
    },
  },
  run({ url, cookies }: Pick<FrontScene, 'url' | 'cookies'>, found) {
    if (url.protocol !== 'https:') return found.skip('It is not encrypted.');
    if (cookies.includes('__Host-vx11_resume')) found.ok('A browser gets the cookie with which it resumes its stream.');
    else if (cookies.includes('vx11_resume')) found.fault('plain', { url: url.origin });
    else found.fault('none', { url: url.origin });
  },
});
