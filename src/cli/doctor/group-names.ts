/** The groups of checks that `--only` takes, by what they look at. */
export const GROUP_NAMES = {
  settings: 'the settings of the environment',
  redis: 'Redis and Sentinel',
  instances: 'the instances',
  tokens: 'tokens, from one instance to another',
  front: 'what stands in front of the instances',
} as const;

export type GroupName = keyof typeof GROUP_NAMES;
