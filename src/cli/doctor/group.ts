import { type Check } from './check.js';
import { type GroupName } from './group-names.js';
import { type Target } from './target.js';

/** What the checks of a group look at; or, as a sentence, why there is nothing to look at. */
export type Opened<Scene> = { readonly scene: Scene; readonly close?: () => void } | { readonly skipped: string };

/** Checks of one part of a deployment, in the order in which they run. */
export interface Group<Scene> {
  readonly name: GroupName;
  readonly checks: readonly Check<Scene>[];
  open(target: Target): Promise<Opened<Scene>>;
}
