import { RedisServer } from '../../../cluster/redis-server.js';
import { type DeploymentOptions } from '../../support/deployment.js';
import { Audience } from './audience.js';
import { type Browser } from './browser.js';
import { type Scene } from './faults.js';
import { Site } from './site.js';
import { type Way } from './ways.js';

/** A browser, and a site with a Redis, for one file of tests. Each test has an audience of its own, which leaves after it. */
export class AudienceSuite<B extends Browser = Browser> {
  browser!: B;
  redis!: RedisServer;
  site!: Site;
  private audience: Audience | undefined;

  /** Call it inside `describe`. */
  constructor(drive: () => Promise<B>, options: Omit<DeploymentOptions, 'redis'> = {}) {
    beforeAll(async () => {
      this.browser = await drive();
      this.redis = await RedisServer.start();
      this.site = await Site.start({ redis: { REDIS_URL: this.redis.url }, ...options });
    });

    afterEach(() => this.audience?.leave());

    afterAll(async () => {
      await this.browser.close();
      await this.site.stop();
      await this.redis.stop();
    });
  }

  /** Publishes, and opens a page for each of `ways`. */
  async watch(ways: readonly Way[]): Promise<Audience> {
    this.audience = await Audience.start(this.browser, this.site, ways);
    return this.audience;
  }

  /** What a fault may break, while this audience watches. */
  sceneOf(audience: Audience): Scene {
    const { site, redis } = this;
    return { site, redis, audience };
  }
}
