/** How far one implementation is from the reference values of one quantity. */
export interface PathResult {
  /** The implementation, for example "scan eager (wasm)". */
  readonly path: string;
  /** What is compared, for example "gradients". */
  readonly quantity: string;
  readonly cases: number;
  /** Largest error, in the unit in which `allowed` is stated. */
  readonly largestError: number;
  readonly allowed: number;
  /** Names of the cases beyond tolerance. */
  readonly wrong: readonly string[];
}

/** Whether every case is within tolerance. */
export function passes({ wrong, cases }: PathResult): boolean {
  return wrong.length === 0 && cases > 0;
}

/** How an error is scaled before it is compared with what is allowed. */
export type Scale = (expected: ArrayLike<number>) => number;

/** The error itself. */
export const absolute: Scale = () => 1;

/** The error over max(1, largest expected value). */
export const ofLargestOrOne: Scale = (expected) => Math.max(1, largest(expected));

/** The error over the largest expected value of the tensor; 1e-4 of it is allowed, but never less than 1e-6. */
export const gradientScale: Scale = (expected) => Math.max(1e-2, largest(expected));

/** Collects the comparisons of one path. */
export interface Collector {
  add(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void;
  result(cases: number): PathResult;
}

/** Starts a comparison; what is not a number counts as infinitely wrong. */
export function collect(path: string, quantity: string, allowed: number, scale: Scale): Collector {
  const wrong = new Set<string>();
  let largestError = 0;
  return {
    add(name, actual, expected) {
      const error =
        actual.length === expected.length ? distance(actual, expected) / scale(expected) : Infinity;
      largestError = Math.max(largestError, error);
      if (error > allowed) wrong.add(name);
    },
    result: (cases) => ({ path, quantity, cases, largestError, allowed, wrong: [...wrong] }),
  };
}

function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  }
  return worst;
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
