import { HEALTH_PATH, READY_PATH, SERVICE_PATH } from '../../../endpoints/paths.js';
import { SERVICE } from '../../../version.js';
import { getJson } from '../../call.js';

/** What an instance says of itself. */
export interface SeenInstance {
  readonly id: string;
  readonly version: string;
  /** How far its clock is ahead of that of this host, ms. */
  readonly aheadMs: number;
}

/** The parts of `/health/ready`, each with its status and what it says beside that. */
export type Readiness = Readonly<Record<string, { readonly status?: string; readonly message?: string }>>;

/** A connection of its own for each request, so that balancers of connections choose anew. */
const HEADERS = { Connection: 'close' };

/** Asks whichever instance responds at `address`. @throws CliFailure or Error that says why it is none */
export async function askInstance(address: string): Promise<SeenInstance> {
  const sent = Date.now();
  const { response, body } = await getJson(address, SERVICE_PATH, { headers: HEADERS });
  const received = Date.now();
  if (body?.service !== SERVICE) throw new Error(`${SERVICE_PATH} responded with ${response.status}`);
  const { instance, version, timestamp } = body;
  return {
    id: String(instance ?? (await idOf(address))),
    version: String(version),
    aheadMs: Date.parse(String(timestamp)) - (sent + received) / 2,
  };
}

/** Of an instance that is older than 3.0.0. */
async function idOf(address: string): Promise<unknown> {
  return (await getJson(address, HEALTH_PATH, { headers: HEADERS })).body?.instance;
}

/** The readiness of the instance at `address`; undefined where it is hidden, as behind nginx. */
export async function askReadiness(address: string): Promise<Readiness | undefined> {
  const { body } = await getJson(address, READY_PATH).catch(() => ({ body: undefined }));
  const details = body?.details;
  return typeof details === 'object' && details !== null ? (details as Readiness) : undefined;
}
