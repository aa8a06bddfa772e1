import * as tf from '@tensorflow/tfjs-core';
import type { Words } from '@unsaturate/core';
import type { ExecutionBatch } from '@unsaturate/tasks';
import { languageModel, type LanguageModelConfig, type Trainable } from '@unsaturate/train';

/**
 * A character-level language model that learns to execute programs: only the characters of answers are predictions.
 *
 * The loss is their negative log-likelihood summed over the time steps and averaged over the batch, as in the authors'
 * code.
 *
 * @param key - Parameters are drawn from `fold(key, 2)`: equal keys give equal models.
 */
export function executionModel(config: LanguageModelConfig, key: Words): Trainable<ExecutionBatch> {
  const model = languageModel(config, key);
  return {
    parameters: model.parameters,
    initialCarry: (batch) => model.initialCarry(batch),
    forward(batch, carry, context) {
      const { logits, carry: next } = model.logits(batch, carry, context);
      const targets = tf.tensor1d(batch.targets, 'int32');
      const weights = tf.tensor1d(batch.weights);
      const oneHot = tf.oneHot(targets, config.vocabularySize);
      const nll: tf.Scalar = tf.losses.softmaxCrossEntropy(oneHot, logits, weights, 0, tf.Reduction.SUM);
      const isRight = tf.cast(tf.equal(tf.argMax(logits, 1), targets), 'float32');
      return {
        loss: tf.div(nll, batch.batchSize),
        nll,
        count: batch.weights.reduce((sum, weight) => sum + weight, 0),
        correct: tf.sum(tf.mul(isRight, weights)),
        carry: next,
      };
    },
  };
}
