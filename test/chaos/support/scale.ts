/** How large the faults are: small in the suite, large with `npm run chaos -- --full`. */
export const SCALE =
  process.env.CHAOS_SCALE === 'full'
    ? {
        streams: 1_000,
        office: 2_000,
        freezeMs: 30_000,
        refusalMs: 10_000,
        frozenInstanceMs: 200_000,
        races: 1_000,
        publishPauseMs: 60,
        eventsSideBySide: 3_000,
      }
    : {
        streams: 100,
        office: 200,
        freezeMs: 8_000,
        refusalMs: 1_000,
        frozenInstanceMs: 40_000,
        races: 30,
        publishPauseMs: 200,
        eventsSideBySide: 300,
      };
