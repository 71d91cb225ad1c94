import { readdirSync, readFileSync } from 'node:fs';

/** `USER_HZ`: the unit of CPU times in /proc, the same on every Linux. */
const TICKS_PER_SECOND = 100;

/** `pid` and everything it started, as far as it is still running. */
export function treeOf(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(treeOf)];
  } catch {
    return [];
  }
}

/** CPU seconds, user and system, that the trees of `roots` have used so far; a process that is gone counts as zero. */
export function cpuSecondsOf(roots: readonly number[]): number {
  return sumOver(roots, (pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  });
}

/** Resident bytes of the trees of `roots`; pages that several processes share are counted once (proportional set size). */
export function residentBytesOf(roots: readonly number[]): number {
  return sumOver(roots, (pid) => {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  });
}

/** Open file descriptors of the trees of `roots`. */
export function openFilesOf(roots: readonly number[]): number {
  return sumOver(roots, (pid) => readdirSync(`/proc/${pid}/fd`).length);
}

function sumOver(roots: readonly number[], measure: (pid: number) => number): number {
  return roots.flatMap(treeOf).reduce((sum, pid) => sum + ifAlive(() => measure(pid)), 0);
}

function ifAlive(measure: () => number): number {
  try {
    return measure();
  } catch {
    return 0;
  }
}
