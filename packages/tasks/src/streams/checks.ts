import { assertUint32, InvalidArgumentError, type Words } from '@unsaturate/core';

/** Throws an InvalidArgumentError unless `value` is an integer from `min` to `max`, which is at most 2^53 - 1. */
export function assertInteger(
  where: string,
  argument: string,
  value: unknown,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return;
  const rule =
    max === Number.MAX_SAFE_INTEGER
      ? `be an integer of at least ${min}`
      : `be an integer from ${min} to ${max}`;
  throw new InvalidArgumentError({ where, argument, value, rule });
}

/** Throws an InvalidArgumentError unless `key` is an array of two unsigned 32-bit integers. */
export function assertKey(where: string, key: unknown): asserts key is Words {
  if (!Array.isArray(key) || key.length !== 2) {
    const rule = 'be an array of two unsigned 32-bit integers';
    const advice = 'createNoiseStream(seed).key makes one of a number.';
    throw new InvalidArgumentError({ where, argument: 'key', value: key, rule, advice });
  }
  assertUint32(where, 'key[0]', key[0]);
  assertUint32(where, 'key[1]', key[1]);
}
