import { type Threshold, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';

/** Where a panel changes its colour. Where an alert looks at the same value, red is where that alert begins. */
export type Thresholds = readonly Threshold[];

/** For values that are neither good nor bad. */
export const NEUTRAL: Thresholds = [{ value: null, color: 'blue' }];

/** Green, then yellow and red from these values on. */
export function rising({ yellow, red }: { yellow?: number; red?: number }): Thresholds {
  return [{ value: null, color: 'green' }, ...step('yellow', yellow), ...step('red', red)];
}

/** Red below the first value, then yellow; green from the last one on. */
export function falling({ yellow, green }: { yellow?: number; green: number }): Thresholds {
  return [{ value: null, color: 'red' }, ...step('yellow', yellow), ...step('green', green)];
}

function step(color: string, value: number | undefined): Threshold[] {
  return value === undefined ? [] : [{ value, color }];
}

export function thresholdsOf(thresholds: Thresholds): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...thresholds]);
}
