import { MOMENT_MODULUS } from './event-mark.js';

const CALIBRATIONS = 100;

/** The difference between `performance.now()`, which starts at zero in each process, and the clock that all processes share. */
const offset = calibrate();

/** Reads both clocks one after the other, many times. The pair with the least time between the two reads is the most exact. */
function calibrate(): number {
  const pairs = Array.from(
    { length: CALIBRATIONS },
    () => Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000,
  );
  return Math.max(...pairs);
}

/** Returns the time of the monotonic clock of the machine, µs. It is the same in every process. */
export function microseconds(): number {
  return Math.round(performance.now() * 1000 + offset);
}

/** Returns the time from `moment` to `now`, µs. Both are modulo `MOMENT_MODULUS`. */
export function elapsedSince(moment: number, now: number): number {
  const elapsed = now - moment;
  return elapsed < -MOMENT_MODULUS / 2 ? elapsed + MOMENT_MODULUS : elapsed;
}

export function asMoment(time: number): number {
  return time % MOMENT_MODULUS;
}
