import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Prometheus scrapes: `host:port` of each, and labels for all. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Writes `<directory>/targets/<name>.json`, one of the files that prometheus.yml names. */
export function writeTargets(directory: string, name: string, groups: readonly TargetGroup[]): void {
  mkdirSync(join(directory, 'targets'), { recursive: true });
  writeFileSync(join(directory, 'targets', `${name}.json`), JSON.stringify(groups));
}
