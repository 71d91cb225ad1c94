import { TOKEN_PATH } from '../../../endpoints/paths.js';
import { getJson } from '../../call.js';
import { contact } from '../../contact.js';
import { type Group } from '../group.js';
import { messageOf } from '../message-of.js';
import { settingsScene } from '../settings/settings-scene.js';
import { type Target } from '../target.js';
import { accessLog } from './access-log.js';
import { buffering } from './buffering.js';
import { compression } from './compression.js';
import { FIRST_BYTES_SECONDS, type FrontScene } from './front-scene.js';
import { headers } from './headers.js';
import { holdStream } from './held-stream.js';
import { http2 } from './http2.js';
import { idle } from './idle.js';
import { inside } from './inside.js';
import { reachable } from './reachable.js';
import { resume } from './resume.js';
import { stream } from './stream.js';
import { tls } from './tls.js';

/** A heartbeat comes up to a second late. What has not come after two and a little is held back. */
const MARGIN_SECONDS = 2;

export const FRONT: Group<FrontScene> = {
  name: 'front',
  // The log comes last: the stream must be in it.
  checks: [reachable, tls, http2, inside, stream, buffering, compression, headers, resume, idle, accessLog],
  async open(target) {
    const { credential } = target;
    if ('missing' in credential) return { skipped: credential.missing };
    const url = new URL(target.url);
    const configured = Number(settingsScene(target.env).environment.VX11_OPERATOR_SSE_HEARTBEAT);
    const heartbeatSeconds = target.heartbeatSeconds ?? configured;
    const waitSeconds = 2 * heartbeatSeconds + MARGIN_SECONDS;
    const scene = { url, waitSeconds, accessLog: target.accessLog };
    const failure = await contact(target.url).then(() => undefined, messageOf);
    if (failure !== undefined) return { scene: { ...scene, failure, stream: { reason: failure }, cookies: [] } };
    return { scene: { ...scene, failure, ...(await hold(target, credential.value, waitSeconds)) } };
  },
};

async function hold(
  { url, holdSeconds = 0, interrupted }: Target,
  credential: string,
  waitSeconds: number,
): Promise<Pick<FrontScene, 'stream' | 'cookies'>> {
  let cookies: readonly string[] = [];
  try {
    // What a page sends, which therefore may get a resume cookie.
    const headers = { 'X-VX11-Token': credential, 'Sec-Fetch-Site': 'same-origin' };
    const { response, body } = await getJson(url, TOKEN_PATH, { method: 'POST', headers });
    const { sse_token: token, code = '' } = body ?? {};
    if (typeof token !== 'string') throw new Error(`no token was issued, ${response.status} ${String(code)}`.trim());
    cookies = response.headers.getSetCookie().map((cookie) => cookie.split('=')[0]!);
    const mostMs = (holdSeconds + waitSeconds) * 1_000;
    const times = { holdMs: holdSeconds * 1_000, mostMs, firstBytesMs: FIRST_BYTES_SECONDS * 1_000 };
    return { stream: await holdStream({ url, token, ...times, interrupted }), cookies };
  } catch (error) {
    return { stream: { reason: messageOf(error) }, cookies };
  }
}
