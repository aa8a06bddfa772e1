/** A value and its gradients by the name of the input, flat. */
interface Differentiated {
  readonly value: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** What was computed, by name. */
export type Computed = Readonly<Record<string, Differentiated>>;

/**
 * How `actual` differs from `expected` by more than float32 rounding, a line for each tensor: values may be 2e-5 of the
 * largest apart (of 1, if that is more), gradients 1e-4 of the largest.
 */
export function disagreements(actual: Computed, expected: Computed): string[] {
  const found = tensors(actual);
  return [...tensors(expected)].flatMap(([name, { numbers, allowed }]) => {
    const apart = distance(found.get(name)?.numbers ?? [], numbers);
    return apart <= allowed ? [] : [`${name}: ${apart} apart, allowed ${allowed}`];
  });
}

interface Compared {
  readonly numbers: readonly number[];
  readonly allowed: number;
}

function tensors(computed: Computed): Map<string, Compared> {
  const named = Object.entries(computed).flatMap(([name, { value, gradients }]): [string, Compared][] => [
    [name, { numbers: value, allowed: 2e-5 * Math.max(1, largest(value)) }],
    ...Object.entries(gradients).map(([input, numbers]): [string, Compared] => [
      `${name}, gradient in ${input}`,
      { numbers, allowed: 1e-4 * largest(numbers) },
    ]),
  ]);
  return new Map(named);
}

const largest = (numbers: readonly number[]): number => Math.max(...numbers.map(Math.abs));

/** The largest difference; infinite if there are not as many numbers. */
function distance(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return largest(actual.map((each, index) => each - expected[index]!));
}
