import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell } from '@unsaturate/scan';
import { additiveScores, attend, maskedSoftmax } from '../attention/additive.ts';
import { gruResetAfter } from '../gru/gru-reset-after.ts';

/** What the shapes of {@link conditionalGru} depend on. */
export interface ConditionalGruSizes {
  /** Features of the input, I. */
  readonly inputSize: number;
  /** Features of the state, H. */
  readonly units: number;
  /** Features of an annotation, C. */
  readonly contextSize: number;
  /** Units of the scores, A. */
  readonly attentionUnits: number;
}

/** Names of the parameters of {@link conditionalGru}. */
export type ConditionalGruParam =
  | 'kernel'
  | 'recurrentKernel'
  | 'bias'
  | 'p'
  | 'queryKernel'
  | 'scoreKernel'
  | 'attentionP'
  | 'contextKernel'
  | 'contextRecurrentKernel'
  | 'contextBias'
  | 'contextP';

/** Names of what {@link conditionalGru} reads at every step. */
type ConditionalGruConstant = 'annotations' | 'keys' | 'mask';

/**
 * Conditional GRU with attention: a GRU on the input, additive attention with what it gives, a second GRU on the context.
 *
 *     s = GRU1(x, h)
 *     e_i = v . tanh(k_i + s Q)                  additive scores
 *     alpha = softmax(e)                         over the positions with mask 1
 *     context = sum_i alpha_i annotation_i
 *     h' = GRU2(context, s)
 *
 * Both are `gruResetAfter`. GRU1 has `kernel` [I, 3H], `recurrentKernel` [H, 3H], `bias` [2, 3H] and `p` [3, H], GRU2
 * the same with names that begin with context, its kernel [C, 3H]. Q is `queryKernel` [H, A], v `scoreKernel` [A],
 * and the tanh of the scores has the noise slopes `attentionP` [A].
 *
 * Constants: `annotations` [batch, L, C]; their `keys` k [batch, L, A], made once for all steps ({@link attentionKeys});
 * `mask` [batch, L], 1 where there is a position and 0 where there is none. The output is [h', context], [batch, H + C].
 *
 * @see Bahdanau et al. 2015, arXiv 1409.0473; the variant with two GRUs is that of dl4mt-tutorial, session 2.
 *
 * @example
 * ```ts
 * const constants = { annotations, keys: attentionKeys(annotations, keyKernel, keyBias), mask };
 * scan(conditionalGru, params, embedded, { h }, { constants }).outputs; // [batch, time, H + C]
 * ```
 */
export const conditionalGru: Cell<ConditionalGruSizes, ConditionalGruParam, 'h', ConditionalGruConstant> =
  defineCell({
    name: 'conditionalGru',
    sites: ['z', 'r', 'h', 'attention', 'contextZ', 'contextR', 'contextH'],
    constants: ['annotations', 'keys', 'mask'] as const,
    input: ({ inputSize }) => [inputSize],
    params: ({ inputSize, units, contextSize, attentionUnits }: ConditionalGruSizes) => ({
      kernel: [inputSize, 3 * units],
      recurrentKernel: [units, 3 * units],
      bias: [2, 3 * units],
      p: [3, units],
      queryKernel: [units, attentionUnits],
      scoreKernel: [attentionUnits],
      attentionP: [attentionUnits],
      contextKernel: [contextSize, 3 * units],
      contextRecurrentKernel: [units, 3 * units],
      contextBias: [2, 3 * units],
      contextP: [3, units],
    }),
    state: ({ units }) => ({ h: [units] }),
    sizes: ({ kernel, recurrentKernel, contextKernel, queryKernel }) => ({
      inputSize: kernel[0]!,
      units: recurrentKernel[0]!,
      contextSize: contextKernel[0]!,
      attentionUnits: queryKernel[1]!,
    }),
    step(params, x, state, activations, { annotations, keys, mask }) {
      const s = gruResetAfter.step(params, x, state, activations, {}).output;
      const { queryKernel, scoreKernel, attentionP } = params;
      const query = tf.matMul(s, queryKernel);
      const scores = additiveScores(keys, query, scoreKernel, activations.tanh, attentionP);
      const context = attend(maskedSoftmax(scores, mask), annotations);
      const second = {
        kernel: params.contextKernel,
        recurrentKernel: params.contextRecurrentKernel,
        bias: params.contextBias,
        p: params.contextP,
      };
      const h = gruResetAfter.step(second, context, { h: s }, activations, {}).output;
      return { output: tf.concat([h, context], 1), state: { h } };
    },
  });
