import * as tf from '@tensorflow/tfjs-core';
import { attentionKeys, conditionalGru, gruResetAfter } from '@unsaturate/cells';
import { fold, type Words } from '@unsaturate/core';
import { type ActivationChoice, scan, type Tensors } from '@unsaturate/scan';
import type { SourceBatch, TranslationBatch } from '@unsaturate/tasks';
import { embeddingLookup, linearCrossEntropy, noisyActivation } from '@unsaturate/tfjs';
import type { StepContext, Trainable } from '@unsaturate/train';
import type { Next } from '../../decoding/tensor-decoder.ts';
import { dropped } from '../../networks/dropped.ts';
import { evaluating } from '../../networks/evaluating.ts';
import type { TranslationModelConfig } from './config.ts';
import { initialParameters, ofCell, type TranslationParameters } from './parameters.ts';

/** What the decoder reads of some sentences, made once for all symbols of their translations. */
interface Encoded {
  /** What attention reads. */
  readonly constants: Tensors<'annotations' | 'keys' | 'mask'>;
  /** The state before the first symbol. */
  readonly state: Tensors<'h'>;
}

/** A model that translates. */
export interface TranslationModel extends Trainable<TranslationBatch> {
  readonly parameters: TranslationParameters;
  readonly config: TranslationModelConfig;
  /** Reads sentences, without noise. */
  encode(batch: SourceBatch, noiseScale: number): Encoded;
  /** Scores the symbol after each of the symbols [batch]. */
  next(encoded: Encoded, symbols: tf.Tensor1D, noiseScale: number): Next<'h'>;
}

/**
 * The translation model of Bahdanau et al. 2015 in the form of dl4mt-tutorial, session 2, of a sentence x and its
 * translation y:
 *
 *     f_i = gru(d(E x_i), f_{i-1});   b_i = gru(d(E x_i), b_{i+1});   annotation_i = d([f_i, b_i])       d: dropout
 *     h_0 = tanh(mean_i annotation_i W_init + b_init)
 *     h_t, context_t = conditionalGru(F y_{t-1}, h_{t-1}; annotations)
 *     r_t = tanh([h_t, context_t] W_r + F y_{t-1} W_e + b_r)
 *     P(y_t) = softmax(d(r_t) V + v)
 *
 * The loss is `sum_t -log P(y_t)`, the mean over sentences; so is `nll` per prediction. All sigmoid and tanh, those of the
 * attention, of h_0 and of r_t included, are what `config` says.
 *
 * @param key - Parameters are drawn from `fold(key, 2)`: equal keys give equal models.
 * @see Bahdanau, Cho and Bengio 2015, arXiv 1409.0473; github.com/nyu-dl/dl4mt-tutorial; Gulcehre et al. 2016, section 6.4.
 */
export function translationModel(config: TranslationModelConfig, key: Words): TranslationModel {
  const parameters = initialParameters(config, fold(key, 2));
  const { units, embeddingSize, dropout } = config;
  const matrix = (name: string): tf.Tensor2D => parameters[name] as tf.Variable<tf.Rank.R2>;
  const vector = (name: string): tf.Tensor1D => parameters[name] as tf.Variable<tf.Rank.R1>;
  const gruShapes = gruResetAfter.params({ inputSize: embeddingSize, units });
  const forward = ofCell(parameters, 'forward', gruShapes);
  const backward = ofCell(parameters, 'backward', gruShapes);
  const decoder = ofCell(
    parameters,
    'decoder',
    conditionalGru.params({ ...config, inputSize: embeddingSize, contextSize: 2 * units }),
  );

  const activationsAt = (c: number): ActivationChoice => ({
    sigmoid: { ...config.sigmoid, c },
    tanh: { ...config.tanh, c },
  });
  const tanh = (x: tf.Tensor, p: string, { training, noise, noiseScale: c }: StepContext): tf.Tensor =>
    noisyActivation(x, { ...config.tanh, p: vector(p), c, training, noise });

  const encode = (batch: SourceBatch, context: StepContext): Encoded => {
    const { sources, sourceMask, batchSize, sourceSteps } = batch;
    const { training, noise, noiseScale } = context;
    const mask = tf.tensor2d(sourceMask, [batchSize, sourceSteps]);
    const symbols = tf.tensor2d(sources, [batchSize, sourceSteps], 'int32');
    const embedded = dropped(embeddingLookup(matrix('sourceEmbedding'), symbols), dropout, context);
    const h = tf.zeros([batchSize, units]);
    const options = { activations: activationsAt(noiseScale), training, noise, mask };
    const found = tf.concat(
      [
        scan(gruResetAfter, forward, embedded, { h }, options).outputs,
        scan(gruResetAfter, backward, embedded, { h }, { ...options, reverse: true }).outputs,
      ],
      2,
    );
    const annotations = dropped(found, dropout, context);
    const start = tf.add(
      tf.matMul(meanOf(annotations, mask), matrix('initialKernel')),
      vector('initialBias'),
    );
    return {
      constants: {
        annotations,
        keys: attentionKeys(annotations, matrix('keyKernel'), vector('keyBias')),
        mask,
      },
      state: { h: tanh(start, 'initialP', context) },
    };
  };

  /** r [batch * time, embedding] and the last state. */
  const decode = ({ constants, state: init }: Encoded, symbols: tf.Tensor2D, context: StepContext) => {
    const { training, noise, noiseScale } = context;
    const embedded = embeddingLookup(matrix('targetEmbedding'), symbols);
    const options = { activations: activationsAt(noiseScale), training, noise, constants };
    const { outputs, state } = scan(conditionalGru, decoder, embedded, init, options);
    const sums = tf.addN([
      tf.matMul(rowsOf(outputs, 3 * units), matrix('outputKernel')),
      tf.matMul(rowsOf(embedded, embeddingSize), matrix('outputEmbeddingKernel')),
    ]);
    const r = tanh(tf.add(sums, vector('outputBias')), 'outputP', context);
    return { r: dropped(r, dropout, context) as tf.Tensor2D, state };
  };

  return {
    parameters,
    config,
    initialCarry: () => ({}), // every sentence stands alone
    forward(batch, _carry, context) {
      const { batchSize, timeSteps } = batch;
      const symbols = tf.tensor2d(batch.inputs, [batchSize, timeSteps], 'int32');
      const { r } = decode(encode(batch, context), symbols, context);
      const targets = tf.tensor1d(batch.targets, 'int32');
      const losses = linearCrossEntropy(r, matrix('softmaxKernel'), vector('softmaxBias'), targets);
      const nll = tf.sum<tf.Scalar>(tf.mul(losses, tf.tensor1d(batch.weights)));
      return { loss: tf.div(nll, batchSize), nll, count: batchSize, carry: {} };
    },
    encode: (batch, noiseScale) => encode(batch, evaluating(key, noiseScale)),
    next(encoded, symbols, noiseScale) {
      const { r, state } = decode(encoded, tf.expandDims(symbols, 1), evaluating(key, noiseScale));
      return { logits: tf.add(tf.matMul(r, matrix('softmaxKernel')), vector('softmaxBias')), state };
    },
  };
}

/** `sum_i m_i annotation_i / sum_i m_i`, [batch, features]. */
function meanOf(annotations: tf.Tensor, mask: tf.Tensor2D): tf.Tensor2D {
  const sum = tf.sum<tf.Tensor2D>(tf.mul(annotations, tf.expandDims(mask, 2)), 1);
  return tf.div(sum, tf.sum(mask, 1, true));
}

function rowsOf(x: tf.Tensor, size: number): tf.Tensor2D {
  return tf.reshape(x, [-1, size]);
}
