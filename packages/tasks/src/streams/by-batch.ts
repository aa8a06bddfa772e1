import { assertInteger } from './checks.ts';

/** A size that stays the same, or that follows from the number n of the batch: a curriculum. */
export type SizeByBatch = number | ((n: number) => number);

/** The largest size a task takes: integers are drawn from 23 bits. */
export const largestSize: number = 2 ** 16;

/** Throws an InvalidArgumentError unless `size` is a function or an integer from `min` to 2^16. */
export function assertSizeByBatch(where: string, argument: string, size: unknown, min: number): void {
  if (typeof size !== 'function') assertInteger(where, argument, size, min, largestSize);
}

/** The size of batch n; throws an InvalidArgumentError if a function gives no integer from `min` to 2^16. */
export function sizeOfBatch(
  where: string,
  argument: string,
  size: SizeByBatch,
  n: number,
  min: number,
): number {
  if (typeof size === 'number') return size;
  const value = size(n);
  assertInteger(where, `${argument}(${n})`, value, min, largestSize);
  return value;
}
