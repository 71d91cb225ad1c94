import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Settings } from '../config/settings.js';
import { StoreHealth } from '../store/store-health.interface.js';

/** Over what a limit counts. */
type Reach = 'all_instances' | 'this_instance' | 'not_counted' | 'off';

/** Over what each limit on callers counts now. No reason to be red: `store` is down where a limit cannot be counted. */
@Injectable()
export class LimitsIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(StoreHealth) private readonly health: StoreHealth,
  ) {}

  check() {
    const { rate, publishing, wrongCredentials, unknownTokens, stream } = this.settings;
    const shared = this.shared('not_counted');
    const byAddress = (limit: number) => (limit === 0 ? 'off' : this.shared('this_instance'));
    const reaches = {
      issuing: rate.limit === 0 ? 'off' : shared,
      publishing: publishing.events === 0 ? 'off' : shared,
      streams_max: shared,
      wrong_credentials: byAddress(wrongCredentials.different),
      unknown_tokens: byAddress(unknownTokens.unknown),
      streams_per_address: stream.perAddress === 0 ? 'off' : 'this_instance',
    } satisfies Record<string, Reach>;
    return this.indicators.check('limits').up(reaches);
  }

  /** Of the limits that Redis counts, where there is one; `away` while it cannot be reached. */
  private shared(away: Reach): Reach {
    if (!this.settings.redis) return 'this_instance';
    return this.health.available ? 'all_instances' : away;
  }
}
