import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Authenticated } from '../auth/access.decorators.js';
import { Settings } from '../config/settings.js';
import { TokenStore } from '../token-store/token-store.interface.js';

/** For operators: what this instance is and holds. Never a token, not even a part of one. */
@Controller('operator/internal')
export class InternalController {
  constructor(
    @Inject(Settings) private readonly settings: Settings,
    @Inject(TokenStore) private readonly tokens: TokenStore,
  ) {}

  @Get('cache-stats')
  @Authenticated()
  @Header('Cache-Control', 'no-store')
  async cacheStats() {
    const { live, bytes } = await this.tokens.stats();
    const store = this.settings.redis ? 'redis' : 'memory';
    return { store, live_tokens: live, live_bytes: bytes, ttl_sec: this.settings.token.ttlSeconds };
  }

  @Get('instance-id')
  @Authenticated()
  @Header('Cache-Control', 'no-store')
  instanceId() {
    return { instance_id: this.settings.instanceId };
  }
}
