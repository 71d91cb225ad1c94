export type Unit = '' | '/s' | 'cores' | 'bytes' | 'bit/s' | 's';

/** One result of a step, and how it comes about. */
export interface Quantity {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  readonly working: string;
}

/** Quantities by their names. */
export type Quantities = Readonly<Record<string, Quantity>>;

export function quantity(what: string, value: number, unit: Unit, working: string): Quantity {
  return { what, value, unit, working };
}

/** Rounds up to a multiple of `step`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
