import type { Words } from '@unsaturate/core';
import type { StepContext } from '@unsaturate/train';

/** What a model computes with when it is not trained: no noise, and the expected value of what noise has been. */
export function evaluating(key: Words, noiseScale: number): StepContext {
  return { training: false, noise: { key, next: 0 }, noiseScale };
}
