import { messageOf } from '../message-of.js';
import { type Target } from '../target.js';
import { askInstance, askReadiness, type Readiness, type SeenInstance } from './ask-instance.js';
import { type Behind, findBehind } from './find-behind.js';

/** An instance that was asked itself. */
export interface DirectInstance extends SeenInstance {
  readonly address: string;
  readonly readiness: Readiness | undefined;
}

export interface InstancesScene {
  readonly url: string;
  readonly direct: readonly DirectInstance[];
  /** The addresses of `--instance` without one. */
  readonly away: readonly { readonly address: string; readonly reason: string }[];
  /** What stands behind `--url`, or why nothing was found there. */
  readonly behind: Behind | { readonly reason: string };
}

/** Asks all instances. Where `--url` is the address of an instance and no other is named, it is asked itself. */
export async function instancesScene({ url, instances, interrupted }: Target): Promise<InstancesScene> {
  const behind = await findBehind(url, interrupted).catch((error: unknown) => ({ reason: messageOf(error) }));
  const alone = instances.length === 0 && !('reason' in behind) && (await askReadiness(url)) !== undefined;
  const asked = await Promise.all((alone ? [url] : instances).map(askDirectly));
  return {
    url,
    direct: asked.flatMap((one) => ('id' in one ? [one] : [])),
    away: asked.flatMap((one) => ('id' in one ? [] : [one])),
    behind,
  };
}

/** Each instance once, by id: those that were asked themselves, and the others. */
export function allOf({ direct, behind }: InstancesScene): readonly SeenInstance[] {
  const others = 'reason' in behind ? [] : behind.instances;
  const byId = new Map([...others, ...direct].map((instance) => [instance.id, instance]));
  return [...byId.values()].sort((one, other) => one.id.localeCompare(other.id));
}

/** What only an instance itself says: why it is not known, where it is not. */
export const HIDDEN = 'Name the instances with --instance: what stands in front hides /health/ready.';

async function askDirectly(address: string): Promise<DirectInstance | { address: string; reason: string }> {
  try {
    return { ...(await askInstance(address)), address, readiness: await askReadiness(address) };
  } catch (error) {
    return { address, reason: messageOf(error) };
  }
}
