import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RedisService } from '../redis/redis.service.js';
import { InstanceLease } from '../stream-directory/instance-lease.js';
import { LateQuota } from '../stream-directory/late-quota.js';
import { LEASE_DEFAULTS } from '../stream-directory/lease-options.js';
import { StreamDirectory } from '../stream-directory/stream-directory.interface.js';
import { MemoryStreamDirectory } from '../stream-directory/stream-directory.memory.js';
import { RedisStreamDirectory } from '../stream-directory/stream-directory.redis.js';
import { MemoryStreamQuota } from '../stream-directory/stream-quota.memory.js';
import { RedisStreamQuota } from '../stream-directory/stream-quota.redis.js';
import { EventHub } from '../streaming/event-hub.js';
import { StreamRegistry } from '../streaming/stream-registry.js';

/** The lease by which the other instances know of the streams here; null where there is only this one. */
const lease: Provider = {
  provide: InstanceLease,
  inject: [Settings, RedisService, StreamRegistry, EventHub],
  useFactory: ({ instanceId }: Settings, redis: RedisService | null, streams: StreamRegistry, hub: EventHub) =>
    redis && new InstanceLease(redis, streams, hub, { ...LEASE_DEFAULTS, instanceId }),
};

const directory: Provider = {
  provide: StreamDirectory,
  inject: [Settings, RedisService, StreamRegistry, EventHub],
  useFactory: (
    { instanceId }: Settings,
    redis: RedisService | null,
    streams: StreamRegistry,
    hub: EventHub,
  ): StreamDirectory => (redis ? new RedisStreamDirectory(redis) : new MemoryStreamDirectory(streams, hub, instanceId)),
};

/** The list of open streams, and the count of those of principals with a limit. Needs the stores and `EventsModule`. */
@Module({ providers: [lease, directory], exports: [StreamDirectory] })
export class DirectoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(InstanceLease) private readonly lease: InstanceLease | null,
    @Inject(RedisService) private readonly redis: RedisService | null,
    private readonly quota: LateQuota,
  ) {}

  onApplicationBootstrap(): void {
    const shared = this.redis && this.lease && new RedisStreamQuota(this.redis, this.lease);
    this.quota.use(shared ?? new MemoryStreamQuota());
    this.lease?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.lease?.stop();
  }
}
