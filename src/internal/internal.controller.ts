import { Controller, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Settings } from '../config/settings.js';
import { Endpoint } from '../endpoints/endpoint.decorator.js';
import { TokenStore } from '../token-store/token-store.interface.js';

/** For operators: what this instance is and holds. Never a token, not even a part of one. */
@ApiTags('Internal')
@Controller()
export class InternalController {
  constructor(
    @Inject(Settings) private readonly settings: Settings,
    @Inject(TokenStore) private readonly tokens: TokenStore,
  ) {}

  @Endpoint({
    method: 'GET',
    path: '/operator/internal/cache-stats',
    access: 'principal',
    reach: 'inside',
    purpose: 'How many tokens are live.',
    described: { answer: 'Counts, never a token.', problems: ['store_unavailable'] },
  })
  @Header('Cache-Control', 'no-store')
  async cacheStats() {
    const { live, bytes } = await this.tokens.stats();
    const store = this.settings.redis ? 'redis' : 'memory';
    return { store, live_tokens: live, live_bytes: bytes, ttl_sec: this.settings.token.ttlSeconds };
  }

  @Endpoint({
    method: 'GET',
    path: '/operator/internal/instance-id',
    access: 'principal',
    reach: 'inside',
    purpose: 'Which instance answers.',
    described: { answer: 'Its id.' },
  })
  @Header('Cache-Control', 'no-store')
  instanceId() {
    return { instance_id: this.settings.instanceId };
  }
}
