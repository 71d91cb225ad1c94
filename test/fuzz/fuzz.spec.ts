// Sends 24,000 generated malformed requests. The seed is fixed, so that the suite is the same every time; `npm run
// fuzz` sends a million with a new seed.
import { runCampaign } from './campaign.js';
import { growth } from './growth.js';

// Both at once: a campaign waits more than it works.
describe('malformed requests', () => {
  it.concurrent.each([
    ['16,000', 'memory', 16_000],
    ['8,000', 'redis', 8_000],
  ] as const)(
    '%s of them leave an instance (%s) as it was, and the others notice nothing',
    async (_, store, count) => {
      const report = await runCampaign({ store, count, seed: 20_261_122 });
      expect(report.faults).toEqual([]);
      expect(report.sent).toBeGreaterThanOrEqual(count);
      expect(growth(report)).toEqual([]);
    },
    180_000,
  );
});
