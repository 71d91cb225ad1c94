import { check } from '../check.js';
import { type FrontScene, isThisHost } from './front-scene.js';
import { shakeHands } from './handshake.js';

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

export const tls = check({
  id: 'front-tls',
  looksAt: 'whether clients reach the service by TLS, and for how long the certificate is valid',
  faults: {
    plain: {
      level: 'problem',
      says: '{url} is not encrypted: credentials and tokens can be read on the way, and browsers cannot resume their streams.',
      advice: 'Serve it by TLS: NGINX_TLS_DIR of the shipped nginx, or what stands in front of it.',
    },
    expiring: {
      level: 'warning',
      says: 'The certificate expires in {days} days.',
      advice: 'Renew it, then send HUP to nginx.',
    },
  },
  async run({ url }: Pick<FrontScene, 'url'>, found) {
    if (url.protocol !== 'https:') {
      if (isThisHost(url)) found.ok('It is not encrypted, and does not leave this host.');
      else found.fault('plain', { url: url.origin });
      return;
    }
    const days = Math.floor(((await shakeHands(url)).expires.getTime() - Date.now()) / DAY_MS);
    if (days < SOON_DAYS) found.fault('expiring', { days });
    else found.ok(`It is encrypted, and the certificate is valid for ${days} days.`);
  },
});
