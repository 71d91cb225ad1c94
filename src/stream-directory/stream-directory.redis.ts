import { outcomeOf } from '../redis/redis-failure.js';
import { type RedisService } from '../redis/redis.service.js';
import { directoryScript } from './directory-scripts.js';
import { parseStatus, progressOf } from './instance-status.js';
import { type StreamCursor } from './stream-cursor.js';
import { StreamDirectoryUnavailableError } from './stream-directory.errors.js';
import {
  type ListedStream,
  type StreamDirectory,
  type StreamPage,
  type StreamQuery,
} from './stream-directory.interface.js';
import { parseRecord, principalText } from './stream-record.js';

/** Records that one run of the script scans, and runs for one page, at most. */
const SCAN = 2_000;
const RUNS = 10;

type Part = [lease: string, status: string | null, records: string[]];

/** The stream directory in Redis: reads the leases of all instances. */
export class RedisStreamDirectory implements StreamDirectory {
  private readonly scripts;

  constructor(private readonly redis: Pick<RedisService, 'reads' | 'keys'>) {
    const script = (name: string) => directoryScript(redis.reads, redis.keys, name);
    this.scripts = { list: script('list'), find: script('find'), count: script('count') };
  }

  async list({ limit, principal, after }: StreamQuery): Promise<StreamPage> {
    const streams: ListedStream[] = [];
    const wanted = principal === undefined ? '' : principalText(principal);
    let next: StreamCursor | undefined = after;
    let unlisted = 0;
    for (let run = 0; run < RUNS; run++) {
      const args = [next?.lease ?? '', next?.id ?? '', limit - streams.length, SCAN, wanted];
      const reply = await this.ask('list_streams', this.scripts.list(args));
      const [left, lease, id, ...parts] = reply as [number, string, string, ...(string | null | string[])[]];
      unlisted = left;
      for (let index = 0; index < parts.length; index += 3) {
        streams.push(...listed(parts.slice(index, index + 3) as Part));
      }
      next = lease === '' ? undefined : { lease, id };
      if (!next || streams.length >= limit) break;
    }
    return { streams, next, unlisted };
  }

  async find(id: string): Promise<ListedStream | undefined> {
    const reply = (await this.ask('find_stream', this.scripts.find([id]))) as [string, string | null, string] | [];
    if (reply.length === 0) return undefined;
    const [lease, status, record] = reply;
    return listed([lease, status, [record]])[0];
  }

  async count(principal: string): Promise<number> {
    return (await this.ask('count_streams', this.scripts.count([principal]))) as number;
  }

  private async ask(operation: string, reply: Promise<unknown>): Promise<unknown> {
    try {
      return await this.redis.reads.timed(operation, reply);
    } catch (error) {
      throw new StreamDirectoryUnavailableError(outcomeOf(error), { cause: error });
    }
  }
}

function listed([lease, statusText, records]: Part): ListedStream[] {
  const instance = lease.slice(0, lease.lastIndexOf('/'));
  const status = parseStatus(statusText);
  return records.flatMap((text) => {
    const record = parseRecord(text);
    return record ? [{ ...record, instance, ...progressOf(record.id, status) }] : [];
  });
}
