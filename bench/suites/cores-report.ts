import { type CoresRow, STREAMS, TOO_LATE_MS } from './cores.js';

const NAMES: Record<string, string> = { server: 'instances', redis: 'Redis' };

/** Returns how many cores a group of processes kept busy at the highest good rate. */
function coresOf({ saturation }: CoresRow, part: string): number | undefined {
  const microseconds = saturation?.cpuParts[part];
  return microseconds === undefined ? undefined : (microseconds * saturation!.deliveriesPerSecond) / 1e6;
}

export function coresTables(rows: CoresRow[], { cores, readers }: { cores: number; readers: number }) {
  const shared = `The generator uses the same ${cores} cores; processes of it that read streams: ${readers}.`;
  const needed =
    'A row shows what its instances can do only where the cores of all columns together are fewer than the machine has.';
  const busy = ['server', 'nginx', 'redis', 'reading', 'publishing'].map((part) => ({
    title: `cores: ${NAMES[part] ?? part}`,
    of: (row: CoresRow) => coresOf(row, part),
    digits: 2,
  }));
  return [
    {
      id: 'deliveries',
      title: `Most deliveries/s with p99 ≤ ${TOO_LATE_MS} ms and every stream complete, ${STREAMS} streams`,
      rows,
      columns: [
        { title: 'deliveries/s', of: ({ saturation }: CoresRow) => saturation?.deliveriesPerSecond },
        { title: 'events/s', of: ({ saturation }: CoresRow) => saturation?.rate },
        { title: 'p99 ms', of: ({ saturation }: CoresRow) => saturation?.p99 },
        { title: 'µs CPU / delivery', of: ({ saturation }: CoresRow) => saturation?.cpuPerDelivery, digits: 2 },
        ...busy,
      ],
      notes: [`Published in batches, 50 a second, through nginx. ${shared} ${needed}`],
    },
    {
      id: 'tokens',
      title: 'Tokens issued through nginx, 32 connections',
      rows,
      columns: [
        { title: 'tokens/s', of: (row: CoresRow) => row.tokensPerSecond },
        { title: 'µs CPU each', of: (row: CoresRow) => row.tokenMicroseconds },
        { title: 'p99 ms', of: (row: CoresRow) => row.tokenP99, digits: 1 },
      ],
      notes: [`The generator sends requests from one process on the same ${cores} cores.`],
    },
  ];
}
