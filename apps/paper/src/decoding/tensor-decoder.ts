import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '@unsaturate/scan';
import type { Decoder } from './beam-search.ts';

/** What a model says after a word, and goes on from. */
export interface Next<StateName extends string> {
  /** Scores of the words that can come next, [rows, vocabulary]. */
  readonly logits: tf.Tensor2D;
  readonly state: Tensors<StateName>;
}

/**
 * A decoder for `beamSearch` whose state is tensors [rows, ...]. It disposes of every state that it is given; the last one is the
 * caller's.
 *
 * @param next - Reads a word [rows] and the state before it.
 */
export function tensorDecoder<StateName extends string>(
  next: (state: Tensors<StateName>, words: tf.Tensor1D) => Next<StateName>,
): Decoder<Tensors<StateName>> {
  return {
    async step(state, from, words) {
      const after = tf.tidy(() => {
        const { logits, state: reached } = next(rowsOf(state, from), tf.tensor1d(words, 'int32'));
        return { logProbs: tf.logSoftmax(logits), state: { ...reached } };
      });
      tf.dispose(state);
      const logProbs = await after.logProbs.data<'float32'>();
      after.logProbs.dispose();
      return { logProbs, state: after.state };
    },
  };
}

function rowsOf<Name extends string>(state: Tensors<Name>, rows: Int32Array): Tensors<Name> {
  const chosen = tf.tensor1d(rows, 'int32');
  const entries = Object.entries<tf.Tensor>(state).map(([name, value]) => [name, tf.gather(value, chosen)]);
  return Object.fromEntries(entries) as Tensors<Name>;
}
