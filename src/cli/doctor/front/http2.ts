import { check } from '../check.js';
import { type FrontScene } from './front-scene.js';
import { shakeHands } from './handshake.js';

export const http2 = check({
  id: 'front-http2',
  looksAt: 'whether HTTP/2 is offered with TLS, by ALPN',
  faults: {
    missing: {
      level: 'warning',
      says: 'HTTP/2 is not offered, only {protocol}: a browser opens no more than six streams to one host.',
      advice: 'Switch HTTP/2 on in what ends TLS. The shipped nginx does so with NGINX_TLS_DIR.',
    },
  },
  async run({ url }: FrontScene, found) {
    if (url.protocol !== 'https:') return found.skip('Without TLS, browsers do not speak HTTP/2.');
    const { protocol } = await shakeHands(url);
    if (protocol === 'h2') found.ok('HTTP/2 is offered.');
    else found.fault('missing', { protocol });
  },
});
