/** `npm run fuzz -- [count] [seed] [memory|redis]`: sends malformed requests to an instance from `dist/`. */
import { randomInt } from 'node:crypto';
import { runCampaign } from './campaign.js';
import { growth } from './growth.js';

const [count = '1000000', seed = String(randomInt(2 ** 31)), store = 'memory'] = process.argv.slice(2);
if (!/^\d+$/.test(count) || !/^-?\d+$/.test(seed) || !['memory', 'redis'].includes(store)) {
  console.error('usage: npm run fuzz -- [count] [seed] [memory|redis]');
  process.exit(1);
}

/** Characters of a fault that are printed. */
const FAULT_LENGTH = 4_000;

console.log(`seed ${seed}: ${count} requests, ${store}`);
const startedAt = Date.now();
let told = 0;
const onProgress = (sent: number) => {
  if (sent - told < 50_000) return;
  told = sent;
  console.log(`${sent} requests, ${Math.round((Date.now() - startedAt) / 1_000)} s`);
};
const onFault = (fault: string) => console.error(`✗ ${fault.slice(0, FAULT_LENGTH)}`);
const report = await runCampaign({
  count: Number(count),
  seed: Number(seed),
  store: store as 'memory' | 'redis',
  onProgress,
  onFault,
});
const faults = [...report.faults, ...growth(report)];
console.log(
  `${report.sent} requests sent; heap ${mebibytes(report.before.heapBytes)} MiB before, ${mebibytes(report.after.heapBytes)} MiB after`,
);
console.log(
  `resident ${mebibytes(report.before.residentBytes)} MiB before, ${mebibytes(report.after.residentBytes)} MiB after`,
);
for (const fault of growth(report)) onFault(fault);
if (faults.length > 0) console.error(`again: npm run fuzz -- ${count} ${seed} ${store}`);
process.exit(faults.length > 0 ? 1 : 0);

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
