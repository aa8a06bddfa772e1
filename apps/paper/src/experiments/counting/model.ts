import * as tf from '@tensorflow/tfjs-core';
import { lstm } from '@unsaturate/cells';
import { fold, type Words } from '@unsaturate/core';
import { scan, zeroState } from '@unsaturate/scan';
import type { CountUniqueBatch } from '@unsaturate/tasks';
import { linearCrossEntropy, uniformsAt } from '@unsaturate/tfjs';
import type { ActivationConfig, BatchSource, StepContext, Trainable } from '@unsaturate/train';

/** What a {@link countingModel} is. */
export interface CountingModelConfig {
  /** Symbols, each read as a one-hot vector. */
  readonly values: number;
  readonly classes: number;
  readonly units: number;
  readonly hiddenUnits: number;
  readonly sigmoid: ActivationConfig;
  readonly tanh: ActivationConfig;
}

/** A model of counting, which can be asked how often it is wrong. */
export interface CountingModel extends Trainable<CountUniqueBatch> {
  /** Percentage of wrong answers over a source, without noise. */
  errorRate(source: BatchSource<CountUniqueBatch>, noiseScale: number): Promise<number>;
}

/**
 * Counts the different integers of a sequence:
 *
 *     h_t = LSTM(one-hot(x_t));   m = mean_t h_t;   r = relu(m W + b);   P(count) = softmax(r V + d)
 *
 * W, V and the LSTM's kernels start uniform on +-sqrt(3 / rows), biases at 0 but for the forget gate's at 1, noise slopes
 * p on [-1, 1]. The loss is the mean over the sequences.
 *
 * @param key - Parameters are drawn from `fold(key, 2)`: equal keys give equal models.
 * @see Gulcehre et al. 2016, section 6.6.
 */
export function countingModel(config: CountingModelConfig, key: Words): CountingModel {
  const { values, units } = config;
  const parameters = initialParameters(config, fold(key, 2));
  const { mlpKernel, mlpBias, outputKernel, outputBias, ...cellParams } = parameters;
  const sizes = { inputSize: values, units };

  const features = (
    { inputs, batchSize, timeSteps }: CountUniqueBatch,
    { training, noise, noiseScale: c }: StepContext,
  ): tf.Tensor2D => {
    const ids = tf.tensor2d(inputs, [batchSize, timeSteps], 'int32');
    const xs = tf.cast(tf.oneHot(ids, values), 'float32');
    const activations = { sigmoid: { ...config.sigmoid, c }, tanh: { ...config.tanh, c } };
    const options = { activations, training, noise };
    const { outputs } = scan(lstm, cellParams, xs, zeroState(lstm, sizes, batchSize), options);
    const pooled = tf.mean<tf.Tensor2D>(outputs, 1);
    return tf.relu<tf.Tensor2D>(tf.add(tf.matMul(pooled, mlpKernel), mlpBias));
  };

  return {
    parameters,
    initialCarry: () => ({}), // every sequence stands alone
    forward(batch, _carry, context) {
      const targets = tf.tensor1d(batch.targets, 'int32');
      const losses = linearCrossEntropy(features(batch, context), outputKernel, outputBias, targets);
      const nll = tf.sum<tf.Scalar>(losses);
      return { loss: tf.div(nll, batch.batchSize), nll, count: batch.batchSize, carry: {} };
    },
    async errorRate(source, noiseScale) {
      let wrong = 0;
      let all = 0;
      const context = { training: false, noise: { key, next: 0 }, noiseScale };
      for (let index = 0; index < source.batchesPerEpoch; index++) {
        const batch = source.batch(index, 0);
        const answers = tf.tidy(() =>
          tf.argMax(tf.add(tf.matMul(features(batch, context), outputKernel), outputBias), 1),
        );
        const given = await answers.data();
        answers.dispose();
        wrong += batch.targets.filter((target, row) => target !== given[row]).length;
        all += batch.batchSize;
      }
      return (100 * wrong) / all;
    },
  };
}

function initialParameters({ values, classes, units, hiddenUnits }: CountingModelConfig, key: Words) {
  const forget = tf.tidy(() => tf.concat([tf.zeros([units]), tf.ones([units]), tf.zeros([2 * units])]));
  const variable = (value: tf.Tensor): tf.Variable => {
    const made = tf.variable(value);
    value.dispose();
    return made;
  };
  const uniform = (stream: number, shape: [number, number], range = Math.sqrt(3 / shape[0])): tf.Variable =>
    variable(tf.tidy(() => tf.mul(uniformsAt(key, stream, shape), range)));
  return {
    kernel: uniform(0, [values, 4 * units]),
    recurrentKernel: uniform(1, [units, 4 * units]),
    bias: variable(forget),
    p: uniform(2, [5, units], 1),
    mlpKernel: uniform(3, [units, hiddenUnits]) as tf.Variable<tf.Rank.R2>,
    mlpBias: variable(tf.zeros([hiddenUnits])) as tf.Variable<tf.Rank.R1>,
    outputKernel: uniform(4, [hiddenUnits, classes]) as tf.Variable<tf.Rank.R2>,
    outputBias: variable(tf.zeros([classes])) as tf.Variable<tf.Rank.R1>,
  };
}
