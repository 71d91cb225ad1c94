import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../endpoints/access.decorators.js';
import { Settings } from '../config/settings.js';
import { Describe, HEADER_SCHEMES } from '../openapi/describe.decorators.js';
import { TokenStore } from '../token-store/token-store.interface.js';

const REFUSALS = ['auth_required', 'invalid_token'] as const;

/** For operators: what this instance is and holds. Never a token, not even a part of one. */
@ApiTags('Internal')
@Controller('operator/internal')
export class InternalController {
  constructor(
    @Inject(Settings) private readonly settings: Settings,
    @Inject(TokenStore) private readonly tokens: TokenStore,
  ) {}

  @Get('cache-stats')
  @Authenticated()
  @Describe({
    summary: 'How many tokens are live.',
    answer: 'Counts, never a token.',
    credentials: HEADER_SCHEMES,
    problems: [...REFUSALS, 'store_unavailable'],
  })
  @Header('Cache-Control', 'no-store')
  async cacheStats() {
    const { live, bytes } = await this.tokens.stats();
    const store = this.settings.redis ? 'redis' : 'memory';
    return { store, live_tokens: live, live_bytes: bytes, ttl_sec: this.settings.token.ttlSeconds };
  }

  @Get('instance-id')
  @Authenticated()
  @Describe({ summary: 'Which instance answers.', answer: 'Its id.', credentials: HEADER_SCHEMES, problems: REFUSALS })
  @Header('Cache-Control', 'no-store')
  instanceId() {
    return { instance_id: this.settings.instanceId };
  }
}
