import { RedisEventLog } from '../../../src/event-log/event-log.redis.js';
import { type RedisService } from '../../../src/redis/redis.service.js';
import { Supersessions } from '../../../src/revocation/supersessions.js';
import { RedisRevocations } from '../../../src/revocation/revocations.redis.js';
import { LOG } from '../../../src/redis/redis-keys.js';
import { keeping } from './events.js';
import { RecordedTail } from './recorded-tail.js';
import { close, connect } from './redis-connections.js';

/** The part of an instance that handles revocations. It hears of them through the tail of its log. */
export class RevokingInstance {
  readonly log: RedisEventLog;
  readonly revocations: RedisRevocations;
  readonly tail: RecordedTail;
  readonly supersessions = new Supersessions();

  private constructor(readonly service: RedisService) {
    this.revocations = new RedisRevocations(service, undefined, this.supersessions);
    this.log = new RedisEventLog(service, keeping(1_000), LOG, this.revocations.control);
    this.tail = new RecordedTail(this.log);
  }

  static async start(env: Record<string, string>): Promise<RevokingInstance> {
    const instance = new RevokingInstance(await connect(env));
    await instance.tail.begun();
    await instance.revocations.restored();
    return instance;
  }

  async stop(): Promise<void> {
    await this.tail.stop();
    await close(this.service);
  }
}
