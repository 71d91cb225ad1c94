import { check } from '../check.js';
import { type SettingsScene } from './settings-scene.js';

/** `proxy_read_timeout` of nginx/stream.conf, seconds. */
export const READ_TIMEOUT_SECONDS = 18;

export const heartbeat = check({
  id: 'settings-heartbeat',
  looksAt: 'the heartbeat against the time-out of the shipped nginx',
  faults: {
    slow: {
      level: 'warning',
      says: 'A heartbeat every {seconds} s: the shipped nginx ends a stream that is silent for {limit} s, which should be more than two heartbeats.',
      advice:
        'Lower VX11_OPERATOR_SSE_HEARTBEAT, or raise proxy_read_timeout in nginx/stream.conf above twice as much.',
    },
  },
  run({ environment }: SettingsScene, found) {
    const seconds = environment.VX11_OPERATOR_SSE_HEARTBEAT;
    if (seconds * 2 >= READ_TIMEOUT_SECONDS) found.fault('slow', { seconds, limit: READ_TIMEOUT_SECONDS });
    else found.ok(`A heartbeat every ${seconds} s, within the ${READ_TIMEOUT_SECONDS} s of the shipped nginx.`);
  },
});
