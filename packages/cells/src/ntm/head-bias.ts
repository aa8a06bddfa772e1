import * as tf from '@tensorflow/tfjs-core';
import { headLayout } from './heads.ts';
import { checkSizes, type NtmOptions, type NtmSizes, resolveNtm } from './sizes.ts';

/** Interpolation gates start at sigmoid(-2) = 0.12. */
const gate = -2;

/**
 * A bias for the heads to start with, to begin `headBias` with or to add to it: interpolation gates nearly shut, -2, and
 * the shift forward by one location favoured, 1; 0 for all else.
 *
 * Such heads walk through the memory, writing one thing after the other, before they have learned to look something up.
 * With a bias of zeros some machines do not learn recall; see apps/docs/decisions/ntm-start.md of the repository.
 *
 * @returns [columns of `headBias`].
 * @throws InvalidArgumentError as `ntm`.
 *
 * @example
 * ```ts
 * const params = { ...drawn, headBias: tf.variable(ntmHeadBias(sizes)) };
 * ```
 */
export function ntmHeadBias(sizes: NtmSizes, options: NtmOptions = {}): tf.Tensor1D {
  const where = 'ntmHeadBias';
  const resolved = resolveNtm(where, options);
  checkSizes(where, sizes, resolved.shifts);
  const forward = (resolved.shifts - 1) / 2 + 1; // after those back and the one that stays
  const biases = headLayout(resolved, sizes).map(([heads, size], instruction) => {
    const one = Array.from({ length: size }, (_, i) => biasOf(instruction, i === forward));
    return Array.from({ length: heads }, () => one).flat();
  });
  return tf.tensor1d(biases.flat());
}

/** Instructions by their place in {@link headLayout}. */
function biasOf(instruction: number, isForward: boolean): number {
  if (instruction === 2) return gate;
  return instruction === 3 && isForward ? 1 : 0;
}
