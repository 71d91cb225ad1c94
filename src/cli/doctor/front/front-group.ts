import { TOKEN_PATH } from '../../../endpoints/paths.js';
import { getJson } from '../../call.js';
import { contact } from '../../contact.js';
import { type Group } from '../group.js';
import { settingsScene } from '../settings/settings-scene.js';
import { type Target } from '../target.js';
import { accessLog } from './access-log.js';
import { buffering } from './buffering.js';
import { compression } from './compression.js';
import { FIRST_BYTES_SECONDS, type FrontScene } from './front-scene.js';
import { headers } from './headers.js';
import { type HeldStream, holdStream } from './held-stream.js';
import { http2 } from './http2.js';
import { idle } from './idle.js';
import { inside } from './inside.js';
import { reachable } from './reachable.js';
import { stream } from './stream.js';
import { tls } from './tls.js';

/** How long the first bytes and a heartbeat may take beyond the time that the service takes. */
const PATIENCE_SECONDS = 2;

export const FRONT: Group<FrontScene> = {
  name: 'front',
  // The log comes last: the stream must be in it.
  checks: [reachable, tls, http2, inside, stream, buffering, compression, headers, idle, accessLog],
  async open(target) {
    const { credential } = target;
    if ('missing' in credential) return { skipped: credential.missing };
    const url = new URL(target.url);
    const configured = Number(settingsScene(target.env).environment.VX11_OPERATOR_SSE_HEARTBEAT);
    const heartbeatSeconds = target.heartbeatSeconds ?? configured;
    const holdSeconds = Math.max(target.holdSeconds ?? 0, heartbeatSeconds + PATIENCE_SECONDS);
    const scene = { url, holdSeconds, accessLog: target.accessLog };
    const failure = await contact(target.url).then(() => undefined, messageOf);
    const stream = failure === undefined ? await hold(target, credential.value, holdSeconds) : { reason: failure };
    return { scene: { ...scene, failure, stream } };
  },
};

async function hold(
  { url, interrupted }: Target,
  credential: string,
  seconds: number,
): Promise<HeldStream | { readonly reason: string }> {
  try {
    const headers = { 'X-VX11-Token': credential };
    const { response, body } = await getJson(url, TOKEN_PATH, { method: 'POST', headers });
    const { sse_token: token, code = '' } = body ?? {};
    if (typeof token !== 'string') return { reason: `no token was issued, ${response.status} ${String(code)}`.trim() };
    const times = { holdMs: seconds * 1_000, firstBytesMs: FIRST_BYTES_SECONDS * 1_000 };
    return await holdStream({ url, token, ...times, interrupted });
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return (error as Error).message.replace(/\.$/, '');
}
