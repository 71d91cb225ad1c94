import { GROUPS } from './catalogue.js';
import { type Check } from './check.js';
import { type DoctorReport } from './doctor-report.js';
import { Findings } from './finding.js';
import { type Group } from './group.js';
import { type GroupName } from './group-names.js';
import { type Target } from './target.js';

/** Runs the checks of these groups, one after the other, until interrupted. */
export async function examine(names: readonly GroupName[], target: Target, report: DoctorReport): Promise<void> {
  for (const group of GROUPS) if (names.includes(group.name)) await examineGroup(group, target, report);
}

async function examineGroup<Scene>(group: Group<Scene>, target: Target, report: DoctorReport): Promise<void> {
  const opened = await group.open(target);
  if ('skipped' in opened) return report.skip(group.name, opened.skipped);
  try {
    for (const check of group.checks) {
      if (target.interrupted.aborted) return;
      const { all, ended, skipped } = await perform(check, opened.scene);
      for (const finding of all) await report.add(finding);
      if (skipped !== undefined) await report.skip(check.id, skipped);
      if (ended) return;
    }
  } finally {
    opened.close?.();
  }
}

/** What `check` finds; where it throws, that it could not be made. */
export async function perform<Scene>(check: Check<Scene>, scene: Scene): Promise<Findings> {
  const findings = new Findings(check);
  try {
    await check.run(scene, findings);
  } catch (error) {
    findings.unfinished(error);
  }
  return findings;
}
