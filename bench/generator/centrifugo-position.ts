import { type Position } from './position.js';
import { type StreamSpec } from './requests.js';

const CONNECT = 'cf_connect';
const OFFSET = Buffer.from('"offset":');
const EPOCH = Buffer.from('"epoch":"');

interface ConnectRequest {
  subs: Record<string, { recover?: boolean; epoch?: string; offset?: number }>;
}

/** The position of a client of Centrifugo: offset and epoch of its one channel, which it sends back in its next `cf_connect`. */
export class CentrifugoPosition implements Position {
  gaps = 0;
  private offset?: number;
  private epoch?: string;

  read(frames: Buffer): void {
    const offsetAt = frames.lastIndexOf(OFFSET);
    if (offsetAt >= 0) this.offset = Number.parseInt(frames.toString('latin1', offsetAt + OFFSET.length), 10);
    const epochAt = frames.lastIndexOf(EPOCH);
    if (epochAt < 0) return;
    const start = epochAt + EPOCH.length;
    this.epoch = frames.toString('latin1', start, frames.indexOf('"', start));
    if (frames.includes('"was_recovering":true') && !frames.includes('"recovered":true')) this.gaps++;
  }

  after(spec: StreamSpec): StreamSpec {
    const { epoch, offset } = this;
    if (epoch === undefined) return spec;
    const url = new URL(spec.path, 'http://localhost');
    const request = JSON.parse(url.searchParams.get(CONNECT) ?? '{"subs":{}}') as ConnectRequest;
    for (const subscription of Object.values(request.subs))
      Object.assign(subscription, { recover: true, epoch, offset });
    return { ...spec, path: `${url.pathname}?${CONNECT}=${encodeURIComponent(JSON.stringify(request))}` };
  }
}
