import { formatNumber as n } from '../format.js';
import { type Load } from '../load.js';
import { CORE_SHARE, RESERVE, STREAMS_SHARE, UNEVEN } from '../margins.js';
import { quantity, roundUp } from '../quantity.js';
import { type Cpu } from './cpu.js';

/** How many instances that takes. `streamsMax` is the default of `VX11_STREAMS_MAX`. */
export function instancesOf({ streams }: Load, cpu: Cpu, streamsMax: number) {
  const shared = cpu.writing.value + cpu.publishing.value + cpu.opening.value;
  const left = Math.max(CORE_SHARE - cpu.reading.value, STREAMS_SHARE);
  const byCpu = Math.ceil(shared / left);
  const byStreams = Math.ceil((streams * UNEVEN) / streamsMax);
  const needed = Math.max(byCpu, byStreams, 1);
  return {
    byCpu: quantity('by CPU', byCpu, '', `${n(shared)} cores ÷ ${n(left)} of a core (${CORE_SHARE} less reading)`),
    byStreams: quantity('by streams', byStreams, '', `${n(streams)} × ${UNEVEN} ÷ ${n(streamsMax)}`),
    needed: quantity('needed', needed, '', 'the greater of both'),
    run: quantity('run', needed + RESERVE, '', `and ${RESERVE} more, so that one can be restarted or fail`),
    streamsMax: quantity(
      'streams of one, at most',
      roundUp((streams / needed) * UNEVEN, 100),
      '',
      `${n(streams)} ÷ ${n(needed)} × ${UNEVEN}, since chance is uneven`,
    ),
  };
}

export type Instances = ReturnType<typeof instancesOf>;
