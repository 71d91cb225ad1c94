import { readdirSync, readFileSync } from 'node:fs';

/** `USER_HZ`: the unit of CPU times in /proc, which is the same on every Linux. */
const TICKS_PER_SECOND = 100;

/** Returns the process `pid` and its descendants that still run. */
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

/** Returns the CPU time, user and system, that the processes `roots` and their descendants have used, s. An ended one counts as zero. */
export function cpuSecondsOf(roots: readonly number[]): number {
  return sumOver(roots, (pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  });
}

/** Returns the resident memory of the processes `roots` and their descendants, bytes. Shared pages count once (proportional set size). */
export function residentBytesOf(roots: readonly number[]): number {
  return sumOver(roots, (pid) => {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  });
}

/** Returns the number of open files of the processes `roots` and their descendants. */
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
