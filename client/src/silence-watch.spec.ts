// After a laptop slept its connection is broken without a sign. Twenty seconds of a frozen page are long, and one that is healthy must
// not be ended because its heartbeat is a little late.
import { SilenceWatch } from './silence-watch.js';

const never = new Promise(() => undefined);

describe('SilenceWatch.within', () => {
  it('does not take the time in which the page itself was busy for silence, if bytes came meanwhile', async () => {
    const watch = new SilenceWatch(5);
    const read = await new Promise<string>((begin) =>
      // In this phase, so that the limit is over before what came is read.
      setImmediate(() => {
        begin(watch.within(new Promise<string>((resolve) => setImmediate(resolve, 'bytes'))));
        const busyUntil = performance.now() + 50;
        while (performance.now() < busyUntil);
      }),
    );
    expect([read, watch.silent]).toEqual(['bytes', false]);
  });
});

describe('SilenceWatch.hurry', () => {
  it('shortens what is left of the present wait', async () => {
    const watch = new SilenceWatch(600_000);
    const waiting = watch.within(never);
    watch.hurry(5);
    await expect(waiting).rejects.toThrow();
    expect(watch.silent).toBe(true);
  });

  it('never lengthens it', async () => {
    const watch = new SilenceWatch(5);
    const waiting = watch.within(never);
    watch.hurry(600_000);
    await expect(waiting).rejects.toThrow();
  });

  it('holds until something is heard, also over several waits', async () => {
    const watch = new SilenceWatch(600_000);
    watch.hurry(5);
    await watch.within(Promise.resolve());
    await expect(watch.within(never)).rejects.toThrow();
    const heard = new SilenceWatch(600_000);
    heard.hurry(5);
    heard.heard();
    const other = new SilenceWatch(5);
    const waiting = heard.within(never);
    await expect(other.within(never)).rejects.toThrow();
    expect(heard.silent).toBe(false);
    heard.close();
    await expect(waiting).rejects.toThrow();
  });
});
