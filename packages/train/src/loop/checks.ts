import { assertObject, InvalidArgumentError } from '@unsaturate/core';
import type { BatchSource, Trainable } from '../model.ts';

/** Throws an InvalidArgumentError unless `model` is one that can be trained. */
export function assertTrainable(where: string, model: unknown): void {
  assertObject(where, 'model', model);
  const given: Partial<Record<keyof Trainable<unknown>, unknown>> = model;
  assertObject(where, 'model.parameters', given.parameters);
  assertFunction(where, 'model.initialCarry', given.initialCarry);
  assertFunction(where, 'model.forward', given.forward);
}

/** Throws an InvalidArgumentError unless `source` gives batches. */
export function assertSource(where: string, argument: string, source: unknown): void {
  assertObject(where, argument, source);
  const given: Partial<Record<keyof BatchSource<unknown>, unknown>> = source;
  assertCount(where, `${argument}.batchesPerEpoch`, given.batchesPerEpoch);
  assertFunction(where, `${argument}.batch`, given.batch);
}

export function assertCount(where: string, argument: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a positive integer' });
  }
}

export function assertFunction(where: string, argument: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a function' });
  }
}
