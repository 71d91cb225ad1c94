import { scaleLarge } from './scale-large.js';
import { DELIVERIES_PER_SECOND, scaleSizes } from './scale-sizes.js';
import { type Suite } from './suite.js';

export const scale: Suite = {
  name: 'scale',
  about: `100 to 10,000 streams at ${DELIVERIES_PER_SECOND} deliveries/s; 100,000 at several instances, restarted and reloaded`,
  async run(bench) {
    const sizes = await scaleSizes(bench);
    if (bench.choose(['redis']).length === 0) return sizes;
    const large = await scaleLarge(bench);
    return { tables: [...sizes.tables, ...large.tables], checks: large.checks ?? [] };
  },
};
