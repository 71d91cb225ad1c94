// A plan is only as good as its costs: they must give back the rows of the bench from which they come.
import { COSTS } from './costs.js';
import { BENCH, MEASURED } from './measured.js';

const { write, writeEvent, nginxWrite, nginxWriteEvent, call, callEvent, read, readEvent } = COSTS;

/** µs a delivery when `batch` events are published in one call to `streams` streams at `instances` instances. */
function delivery(streams: number, batch: number, instances = 1): number {
  const writing = streams * (write + batch * writeEvent);
  const publishing = call + batch * callEvent + instances * (read + batch * readEvent);
  return (writing + publishing) / (streams * batch);
}

describe('the costs', () => {
  it('give back the rows of the bench for a delivery', () => {
    const { singleDelivery, singleDeliveryToFew, batchedDelivery } = MEASURED;
    expect(delivery(BENCH.streams, 1)).toBeCloseTo(singleDelivery.value, 6);
    expect(delivery(BENCH.fewStreams, 1)).toBeCloseTo(singleDeliveryToFew.value, 6);
    expect(delivery(BENCH.streams, BENCH.batch)).toBeCloseTo(batchedDelivery.value, 6);
  });

  it('give back the row of three instances behind nginx', () => {
    const { singleDeliveryBehindNginx, nginxDelivery } = MEASURED;
    expect(nginxWrite + nginxWriteEvent).toBeCloseTo(nginxDelivery.value, 6);
    expect(delivery(BENCH.streams, 1, BENCH.instances) + nginxDelivery.value).toBeCloseTo(
      singleDeliveryBehindNginx.value,
      6,
    );
  });

  it('are all positive: other figures of the bench do not fit together', () => {
    expect(Object.entries(COSTS).filter(([, cost]) => !(cost > 0))).toEqual([]);
  });
});
