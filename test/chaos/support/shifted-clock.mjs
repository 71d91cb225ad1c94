// Loaded with `node --import`: the wall clock of this process is off by CLOCK_SHIFT_MS, as on a host without NTP. Only
// `Date` is shifted; timers and monotonic clocks go on as they are, as they would there. If CLOCK_JUMPS is set, the clock is right
// until SIGUSR2, and again after the next one.
const off = Number(process.env.CLOCK_SHIFT_MS);
let shift = off;
if (process.env.CLOCK_JUMPS) {
  shift = 0;
  process.on('SIGUSR2', () => (shift = off - shift));
}
const Real = Date;

globalThis.Date = class extends Real {
  constructor(...args) {
    if (args.length === 0) super(Real.now() + shift);
    else super(...args);
  }

  static now() {
    return Real.now() + shift;
  }
};
