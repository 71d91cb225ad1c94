// The events that an instance publishes about itself must not be lost when several are published at once, and must not fill the log.
import { Logger } from '@nestjs/common';
import { type Settings } from '../config/settings.js';
import { type EventPublisher } from '../events/publish/event-publisher.service.js';
import { type PublishedEventDto } from '../events/publish/published-event.dto.js';
import { type StoreHealth } from '../store/store-health.interface.js';
import { EventAllowance } from './event-allowance.js';
import { InstanceEvents } from './instance-events.service.js';

Logger.overrideLogger(false);

/** A store that comes and goes on command, and a publisher that responds when the test says so. */
class Stage {
  readonly published: PublishedEventDto[] = [];
  readonly events: InstanceEvents;
  holding = false;
  refusing = false;
  private change: (available: boolean) => void = () => undefined;
  private readonly pending: (() => void)[] = [];

  constructor() {
    const publish = async (events: readonly PublishedEventDto[]) => {
      if (this.holding) await new Promise<void>((resolve) => this.pending.push(resolve));
      if (this.refusing) throw new Error('full');
      this.published.push(...events);
      return [];
    };
    const store: StoreHealth = {
      available: true,
      lostAt: new Date(),
      memoryUsedRatio: undefined,
      writesRefused: undefined,
      onChange: (listener) => void (this.change = listener),
    };
    this.events = new InstanceEvents({ instanceId: 'unit-1' } as Settings, store, {
      publish,
    } as unknown as EventPublisher);
  }

  comeAndGo(): void {
    this.change(false);
    this.change(true);
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      for (const go of this.pending.splice(0)) go();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  types(): string[] {
    return this.published.map(({ event_type }) => event_type);
  }
}

describe('the events of an instance', () => {
  it('are each published once, also what is noted while others are on their way', async () => {
    const stage = new Stage();
    stage.holding = true;
    const begun = stage.events.onApplicationBootstrap();
    stage.comeAndGo();
    const going = stage.events.draining();
    await stage.settle();
    await Promise.all([begun, going]);
    expect(stage.types()).toEqual(['instance.started', 'store.lost', 'store.recovered', 'instance.draining']);
  });

  it('wait in a bounded number, the newest ones', async () => {
    const stage = new Stage();
    stage.refusing = true;
    await stage.events.onApplicationBootstrap();
    for (let time = 0; time < 50; time++) await stage.events.draining();
    stage.refusing = false;
    await stage.events.draining();
    expect(stage.types()).toEqual(Array(20).fill('instance.draining'));
    stage.events.onApplicationShutdown();
  });

  it('tell of losses as often as they may, and how many they left out', async () => {
    const stage = new Stage();
    await stage.events.onApplicationBootstrap();
    for (let time = 0; time < 20; time++) stage.comeAndGo();
    await stage.settle();
    expect(stage.types().filter((type) => type === 'store.lost')).toHaveLength(5);
  });
});

describe('an allowance', () => {
  it('gives what it has at once, and one more for each period', () => {
    let now = 0;
    const allowance = new EventAllowance(2, 1_000, () => now);
    const takeAll = () => [1, 2, 3].map(() => allowance.take());
    expect(takeAll()).toEqual([true, true, false]);
    now = 1_500;
    expect(takeAll()).toEqual([true, false, false]);
    now = 60_000;
    expect(takeAll()).toEqual([true, true, false]);
  });
});
