import * as tf from '@tensorflow/tfjs-core';
import { attentionKeys, attentionLstm, attentionOutputs } from '@unsaturate/cells';
import { fold, type Words } from '@unsaturate/core';
import { scan, type Tensors } from '@unsaturate/scan';
import type { CaptionBatch } from '@unsaturate/tasks';
import { embeddingLookup, linearCrossEntropy, noisyActivation } from '@unsaturate/tfjs';
import type { StepContext, Trainable } from '@unsaturate/train';
import type { Next } from '../../decoding/tensor-decoder.ts';
import { dropped } from '../../networks/dropped.ts';
import { evaluating } from '../../networks/evaluating.ts';
import type { CaptionModelConfig } from './config.ts';
import { type CaptionParameters, initialParameters } from './parameters.ts';

/** What the decoder reads of some images, made once for all words. */
interface Seen {
  /** What attention reads. */
  readonly constants: Tensors<'features' | 'keys'>;
  /** The state before the first word. */
  readonly state: Tensors<'h' | 'c'>;
}

/** A model that says what is in an image. */
export interface CaptionModel extends Trainable<CaptionBatch> {
  readonly parameters: CaptionParameters;
  readonly config: CaptionModelConfig;
  /** Looks at images [batch, positions, features], without noise and dropout. */
  look(features: tf.Tensor3D, noiseScale: number): Seen;
  /** Scores the word after each of the words [batch]. */
  next(seen: Seen, words: tf.Tensor1D, noiseScale: number): Next<'h' | 'c'>;
}

/**
 * The caption model of Xu et al. 2015 with soft attention over the L positions of a feature map a:
 *
 *     h_0, c_0 = tanh(mean_i a_i W_init + b_init)
 *     h_t, z_t, alpha_t = attentionLstm(E y_{t-1}; a)
 *     r_t = tanh(E y_{t-1} + d(h_t) W_h + d(z_t) W_z + b)       d: dropout
 *     P(y_t) = softmax(r_t V + v)
 *
 * The loss is the mean over captions of `sum_t -log P(y_t) + lambda sum_i (1 - sum_t alpha_ti)^2`, whose second term asks
 * that every position be looked at; `nll` is the first term alone. All sigmoid and tanh, those of the attention, of h_0 and
 * of r_t included, are what `config` says.
 *
 * @param key - Parameters are drawn from `fold(key, 2)`: equal keys give equal models.
 * @see Xu et al. 2015, "Show, Attend and Tell", arXiv 1502.03044; Gulcehre et al. 2016, table 3.
 */
export function captionModel(config: CaptionModelConfig, key: Words): CaptionModel {
  const parameters = initialParameters(config, fold(key, 2));
  const { units, dropout } = config;
  const {
    embedding,
    keyKernel,
    keyBias,
    initialKernel,
    initialBias,
    initialP,
    outputKernel,
    outputContextKernel,
    outputBias,
    outputP,
    softmaxKernel,
    softmaxBias,
    ...cellParams
  } = parameters;
  const softmax = [softmaxKernel as tf.Variable<tf.Rank.R2>, softmaxBias as tf.Variable<tf.Rank.R1>] as const;

  const tanh = (x: tf.Tensor, p: tf.Tensor, { training, noise, noiseScale: c }: StepContext): tf.Tensor =>
    noisyActivation(x, { ...config.tanh, p, c, training, noise });

  const look = (features: tf.Tensor3D, context: StepContext): Seen => {
    const start = tf.add(
      tf.matMul(tf.mean<tf.Tensor2D>(features, 1), initialKernel as tf.Tensor2D),
      initialBias,
    );
    const [h, c] = tf.split(tanh(start, initialP, context), 2, 1) as [tf.Tensor, tf.Tensor];
    return { constants: { features, keys: attentionKeys(features, keyKernel, keyBias) }, state: { h, c } };
  };

  /** r [batch * time, embedding], alpha [batch, time, positions] and the last state. */
  const read = ({ constants, state: init }: Seen, words: tf.Tensor2D, context: StepContext) => {
    const { training, noise, noiseScale: c } = context;
    const activations = { sigmoid: { ...config.sigmoid, c }, tanh: { ...config.tanh, c } };
    const embedded = embeddingLookup(embedding as tf.Variable<tf.Rank.R2>, words);
    const { outputs, state } = scan(attentionLstm, cellParams, embedded, init, {
      activations,
      training,
      noise,
      constants,
    });
    const { h, context: z, weights } = attentionOutputs(outputs, config);
    const rows = (x: tf.Tensor, size: number): tf.Tensor2D => tf.reshape(x, [-1, size]);
    const sums = tf.addN([
      rows(embedded, config.embeddingSize),
      tf.matMul(dropped(rows(h, units), dropout, context), outputKernel),
      tf.matMul(dropped(rows(z, config.featureSize), dropout, context), outputContextKernel),
    ]);
    return { r: tanh(tf.add(sums, outputBias), outputP, context) as tf.Tensor2D, weights, state };
  };

  return {
    parameters,
    config,
    initialCarry: () => ({}), // every caption stands alone
    forward(batch, _carry, context) {
      const { batchSize, timeSteps } = batch;
      const positions = batch.features.length / (batchSize * config.featureSize);
      const features = tf.tensor3d(batch.features, [batchSize, positions, config.featureSize]);
      const words = tf.tensor2d(batch.inputs, [batchSize, timeSteps], 'int32');
      const { r, weights } = read(look(features, context), words, context);
      const asked = tf.tensor1d(batch.weights);
      const losses = linearCrossEntropy(r, ...softmax, tf.tensor1d(batch.targets, 'int32'));
      const nll = tf.sum<tf.Scalar>(tf.mul(losses, asked));
      const attended = tf.mul(weights, tf.reshape(asked, [batchSize, timeSteps, 1]));
      const penalty = tf.mul(config.attentionPenalty, neglect(attended));
      return { loss: tf.div(tf.add(nll, penalty), batchSize), nll, count: batchSize, carry: {} };
    },
    look: (features, noiseScale) => look(features, evaluating(key, noiseScale)),
    next(seen, words, noiseScale) {
      const { r, state } = read(seen, tf.expandDims(words, 1), evaluating(key, noiseScale));
      const [kernel, bias] = softmax;
      return { logits: tf.add(tf.matMul(r, kernel), bias), state };
    },
  };
}

/** `sum_i (1 - sum_t alpha_ti)^2`, summed over captions: the doubly stochastic term of Xu et al. 2015. */
function neglect(weights: tf.Tensor): tf.Scalar {
  return tf.sum(tf.square(tf.sub(1, tf.sum(weights, 1))));
}
