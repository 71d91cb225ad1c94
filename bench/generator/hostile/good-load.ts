import { setTimeout as sleep } from 'node:timers/promises';
import { type Service } from '../../contenders/service.js';
import { type Load } from '../../measure/load-step.js';
import { Background } from '../background.js';
import { moduleOf } from '../event-forms.js';
import { Histogram } from '../histogram.js';

const STREAMS = 50;
const RATE = 100;
const TICK_MS = 20;
/** Below the shipped limit on tokens. */
const TOKEN_EVERY_MS = 1_100;
const TOKEN_MS = 5_000;
/** How long late events are waited for. */
const DRAIN_MS = 5_000;

/** What the well-behaved clients measured. */
export interface GoodReport {
  streamsP99: number;
  publishP99: number;
  publishesRefused: number;
  tokensRefused: number;
  /** Whether every stream got every published event, once and in order, and none ended. */
  complete: boolean;
  /** The text of the first refusal. */
  failure?: string;
}

/** The well-behaved clients: streams, a publisher, and one that has tokens issued. */
export class GoodLoad {
  private constructor(private readonly load: Load & { contender: Service }) {}

  /** Opens streams that get the events of the well-behaved publisher, and warms the instance up. */
  static async start(load: Load & { contender: Service }): Promise<GoodLoad> {
    await load.subscribers.openAll({ count: STREAMS, streams: [load.contender.stream({ modules: [moduleOf(0)] })] });
    await load.publisher.publish(RATE, 2, TICK_MS);
    return new GoodLoad(load);
  }

  async measure(seconds: number): Promise<GoodReport> {
    const { subscribers, publisher } = this.load;
    let tokensRefused = 0;
    const issuing = new Background(async () => {
      if (!(await this.issueToken())) tokensRefused++;
      await sleep(TOKEN_EVERY_MS);
    });
    await subscribers.begin(publisher.next);
    const published = await publisher.publish(RATE, seconds, TICK_MS, 'skip');
    const lacking = await subscribers.awaitSequence(publisher.next, DRAIN_MS);
    await issuing.stop();
    const { latency, missing, repeated, ended } = await subscribers.report();
    return {
      streamsP99: latency.quantile(0.99) / 1_000,
      publishP99: new Histogram(published.latency).quantile(0.99) / 1_000,
      publishesRefused: published.failures,
      tokensRefused,
      complete: lacking + missing + repeated + ended === 0,
      ...(published.failure && { failure: published.failure }),
    };
  }

  private async issueToken(): Promise<boolean> {
    const { host, port, path, headers } = this.load.contender.tokens();
    try {
      const signal = AbortSignal.timeout(TOKEN_MS);
      const answer = await fetch(`http://${host}:${port}${path}`, { method: 'POST', headers, signal });
      await answer.body?.cancel();
      return answer.status === 200;
    } catch {
      return false;
    }
  }
}
