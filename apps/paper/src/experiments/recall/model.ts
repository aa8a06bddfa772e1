import * as tf from '@tensorflow/tfjs-core';
import {
  ntm,
  ntmHeadBias,
  type NtmOptions,
  ntmOutputs,
  type NtmSizes,
  ntmState,
  ntmStateParams,
} from '@unsaturate/cells';
import { fold, type Words } from '@unsaturate/core';
import { scan, type Tensors } from '@unsaturate/scan';
import type { AssociativeRecallBatch } from '@unsaturate/tasks';
import { uniformsAt } from '@unsaturate/tfjs';
import type { ActivationConfig, StepContext, Trainable } from '@unsaturate/train';

/** What a {@link recallModel} is. */
export interface RecallModelConfig extends NtmSizes {
  readonly controller: NonNullable<NtmOptions['controller']>;
  readonly sigmoid: ActivationConfig;
  readonly tanh: ActivationConfig;
}

/** A neural Turing machine that answers recall, and can be watched. */
export interface RecallModel extends Trainable<AssociativeRecallBatch> {
  /** Logits of the answers, [batch, answerSteps, bits], without noise. */
  logits(batch: AssociativeRecallBatch, noiseScale: number): Promise<Float32Array>;
  /** Weights of the head that reads and the one that writes in the first sequence of a batch, each [time, locations]. */
  weights(batch: AssociativeRecallBatch, noiseScale: number): Promise<readonly [number[][], number[][]]>;
}

/**
 * A neural Turing machine of one head that reads and one that writes. The loss is that of the paper's curves: the binary
 * cross-entropy of the answers in nats, averaged over the bits of a vector, summed over the vectors, averaged over the
 * sequences; 3 ln 2 for three vectors of which nothing is known.
 *
 * Kernels start uniform on +-sqrt(6 / (rows + columns)) (Glorot and Bengio 2010), biases at 0 but for an LSTM's forget
 * gate at 1 and the heads' as `ntmHeadBias` says, noise slopes p on [-1, 1], the learned initial state on [-0.5, 0.5].
 *
 * @param key - Parameters are drawn from `fold(key, 2)`: equal keys give equal models.
 * @see Graves et al. 2014, section 4.3; Gulcehre et al. 2016, section 6.6.
 */
export function recallModel(config: RecallModelConfig, key: Words): RecallModel {
  const options = { controller: config.controller };
  const [cell, watched] = [ntm(options), ntm({ ...options, showWeights: true })];
  const parameters = initialParameters(config, options, fold(key, 2));
  const { initialReads, initialWeights, ...params } = parameters as Record<string, tf.Variable>;
  const learned = { initialReads, initialWeights } as Tensors<'initialReads' | 'initialWeights'>;

  const outputs = (
    machine: typeof cell,
    { inputs, batchSize, timeSteps, channels }: AssociativeRecallBatch,
    { training, noise, noiseScale: c }: StepContext,
  ): tf.Tensor => {
    const xs = tf.tensor3d(inputs, [batchSize, timeSteps, channels]);
    const activations = { sigmoid: { ...config.sigmoid, c }, tanh: { ...config.tanh, c } };
    const init = ntmState(learned, config, batchSize, options);
    return scan(machine, params, xs, init, { activations, training, noise }).outputs;
  };
  const answers = (batch: AssociativeRecallBatch, context: StepContext): tf.Tensor =>
    tf.slice(outputs(cell, batch, context), [0, batch.firstAnswerStep, 0], [-1, -1, -1]);
  const evaluating = (noiseScale: number): StepContext => ({
    training: false,
    noise: { key, next: 0 },
    noiseScale,
  });

  return {
    parameters,
    initialCarry: () => ({}), // every sequence stands alone
    forward(batch, _carry, context) {
      const { batchSize, answerSteps, targetChannels } = batch;
      const logits = answers(batch, context);
      const targets = tf.tensor3d(batch.targets, [batchSize, answerSteps, targetChannels]);
      // -log sigmoid(z) of a 1, -log sigmoid(-z) of a 0
      const losses = tf.sub(tf.softplus(logits), tf.mul(logits, targets));
      const nll = tf.div<tf.Scalar>(tf.sum(losses), targetChannels);
      return { loss: tf.div(nll, batchSize), nll, count: batchSize, carry: {} };
    },
    async logits(batch, noiseScale) {
      const result = tf.tidy(() => answers(batch, evaluating(noiseScale)));
      const values = await result.data<'float32'>();
      result.dispose();
      return values;
    },
    async weights(batch, noiseScale) {
      const result = tf.tidy(() => {
        const { weights } = ntmOutputs(outputs(watched, batch, evaluating(noiseScale)), config, options);
        return tf.slice(weights, [0, 0, 0, 0], [1, -1, -1, -1]);
      });
      const [sequence] = (await result.array()) as number[][][][];
      result.dispose();
      return [0, 1].map((head) => sequence!.map((step) => step[head]!)) as [number[][], number[][]];
    },
  };
}

function initialParameters(
  config: RecallModelConfig,
  options: NtmOptions,
  key: Words,
): Readonly<Record<string, tf.Variable>> {
  const shapes = { ...ntm(options).params(config), ...ntmStateParams(config, options) };
  const entries = Object.entries(shapes).map(([name, shape], stream) => {
    const value = tf.tidy(() => {
      const start = tf.mul(uniformsAt(key, stream, shape), rangeOf(name, shape));
      if (name === 'headBias') return ntmHeadBias(config, options);
      return name === 'bias' && config.controller === 'lstm' ? tf.add(start, openForgetGate(config)) : start;
    });
    const variable = tf.variable(value);
    value.dispose();
    return [name, variable] as const;
  });
  return Object.fromEntries(entries);
}

/** A parameter starts between minus and plus this. */
function rangeOf(name: string, shape: readonly number[]): number {
  if (name === 'p') return 1;
  if (name.startsWith('initial')) return 0.5;
  const [rows, columns] = shape;
  return columns === undefined ? 0 : Math.sqrt(6 / (rows! + columns));
}

function openForgetGate({ units }: RecallModelConfig): tf.Tensor {
  return tf.concat([tf.zeros([units]), tf.ones([units]), tf.zeros([2 * units])]);
}
