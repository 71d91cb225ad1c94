import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { sampledGauge } from '../metrics/metric.providers.js';
import { TokenStore } from '../token-store/token-store.interface.js';
import { SseTokenController } from './sse-token.controller.js';
import { SseTokenService } from './sse-token.service.js';

@Module({
  imports: [AuthModule],
  controllers: [SseTokenController],
  providers: [
    SseTokenService,
    sampledGauge<TokenStore>(METRICS.tokensLive, TokenStore, async (store) => (await store.stats()).live),
    sampledGauge<TokenStore>(METRICS.tokensLiveBytes, TokenStore, async (store) => (await store.stats()).bytes),
  ],
  exports: [SseTokenService],
})
export class SseTokenModule {}
