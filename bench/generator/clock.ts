import { MOMENT_MODULUS } from './event-mark.js';

const CALIBRATIONS = 100;

/** `performance.now()` starts at zero in each process; this takes it to the clock that all processes share. */
const offset = calibrate();

/** Both clocks are read one after the other; the pair with the least between them is the truest. */
function calibrate(): number {
  const pairs = Array.from(
    { length: CALIBRATIONS },
    () => Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000,
  );
  return Math.max(...pairs);
}

/** Microseconds of the machine's monotonic clock: the same in every process. */
export function microseconds(): number {
  return Math.round(performance.now() * 1000 + offset);
}

/** Microseconds from `moment` (modulo, as marks carry it) to `now` (modulo as well). */
export function elapsedSince(moment: number, now: number): number {
  const elapsed = now - moment;
  return elapsed < -MOMENT_MODULUS / 2 ? elapsed + MOMENT_MODULUS : elapsed;
}

export function asMoment(time: number): number {
  return time % MOMENT_MODULUS;
}
