import * as tf from '@tensorflow/tfjs-core';
import { fold, type Words } from '@unsaturate/core';
import { classificationError, type LabelledBatch } from '@unsaturate/tasks';
import { linearCrossEntropy, uniformsAt } from '@unsaturate/tfjs';
import type { BatchSource, StepContext, Trainable } from '@unsaturate/train';
import { activate, type HiddenUnits } from './hidden-units.ts';

/** What an {@link mlp} is. */
export interface MlpConfig {
  readonly features: number;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly classes: number;
  readonly units: HiddenUnits;
}

/** Inputs of the activations of a layer, and the derivative of each activation in its input, `[batch, units]`. */
export interface LayerDerivatives {
  readonly inputs: Float32Array;
  readonly derivatives: Float32Array;
}

/** A classifier that can be asked how often it is wrong, and how its units respond. */
export interface Mlp extends Trainable<LabelledBatch> {
  /** Percentage of wrong answers over a source, without noise. */
  errorRate(source: BatchSource<LabelledBatch>, noiseScale: number): Promise<number>;
  /** Of every hidden layer; with noise where the context is that of training. */
  derivatives(batch: LabelledBatch, context: StepContext): Promise<LayerDerivatives[]>;
}

interface Layer {
  readonly kernel: tf.Variable<tf.Rank.R2>;
  readonly bias: tf.Variable<tf.Rank.R1>;
}

interface HiddenLayer extends Layer {
  readonly p?: tf.Variable;
}

/**
 * A multilayer perceptron that classifies points:
 *
 *     h_0 = inputs;   h_l = phi(h_(l-1) W_l + b_l);   P(class) = softmax(h_L V + d)
 *
 * Kernels start uniform on +-sqrt(3 / rows), so that a layer keeps the variance of its inputs, biases at 0, and slopes
 * p, where they are learned, uniform on [-1, 1]. The loss is the mean over the batch, in nats.
 *
 * @param key - Parameters are drawn from `fold(key, 2)`: equal keys give equal models.
 * @see Gulcehre et al. 2016, figures 5 and 6, and figure 5 of arXiv v3.
 */
export function mlp(config: MlpConfig, key: Words): Mlp {
  const { hidden, output } = initialLayers(config, fold(key, 2));
  const { units } = config;

  const last = (batch: LabelledBatch, context: StepContext): tf.Tensor2D =>
    hidden.reduce<tf.Tensor2D>(
      (h, layer) => activate(units, affine(h, layer), layer.p ?? 1, context) as tf.Tensor2D,
      inputsOf(batch),
    );

  return {
    parameters: namedParameters(hidden, output),
    initialCarry: () => ({}), // every point stands alone
    forward(batch, _carry, context) {
      const targets = tf.tensor1d(batch.targets, 'int32');
      const losses = linearCrossEntropy(last(batch, context), output.kernel, output.bias, targets);
      const nll = tf.sum<tf.Scalar>(losses);
      return { loss: tf.div(nll, batch.batchSize), nll, count: batch.batchSize, carry: {} };
    },
    async errorRate(source, noiseScale) {
      const context = { training: false, noise: { key, next: 0 }, noiseScale };
      let wrong = 0;
      let all = 0;
      for (let index = 0; index < source.batchesPerEpoch; index++) {
        const batch = source.batch(index, 0);
        const logits = tf.tidy(() => affine(last(batch, context), output));
        wrong += batch.batchSize * classificationError(await logits.data<'float32'>(), batch.targets);
        all += batch.batchSize;
        logits.dispose();
      }
      return (100 * wrong) / all;
    },
    async derivatives(batch, context) {
      const layers = tf.tidy(() => responses(hidden, units, inputsOf(batch), context));
      const read = await Promise.all(
        layers.map(async ({ x, derivative }) => ({
          inputs: await x.data<'float32'>(),
          derivatives: await derivative.data<'float32'>(),
        })),
      );
      tf.dispose(layers);
      return read;
    },
  };
}

function inputsOf({ inputs, batchSize, features }: LabelledBatch): tf.Tensor2D {
  return tf.tensor2d(inputs, [batchSize, features]);
}

function affine(h: tf.Tensor2D, { kernel, bias }: Layer): tf.Tensor2D {
  return tf.add(tf.matMul(h, kernel), bias);
}

/** The input x of every layer's activation, and dphi/dx there for the noise that was drawn. */
function responses(
  hidden: readonly HiddenLayer[],
  units: HiddenUnits,
  inputs: tf.Tensor2D,
  context: StepContext,
): { x: tf.Tensor; derivative: tf.Tensor }[] {
  const seen: { x: tf.Tensor; derivative: tf.Tensor }[] = [];
  hidden.reduce((h, layer) => {
    const x = affine(h, layer);
    const phi = (each: tf.Tensor, noise: StepContext['noise']): tf.Tensor =>
      activate(units, each, layer.p ?? 1, { ...context, noise });
    const before = { ...context.noise }; // the same draws for the value and for its derivative
    seen.push({ x, derivative: tf.grad((each) => phi(each, before))(x) });
    return phi(x, context.noise) as tf.Tensor2D;
  }, inputs);
  return seen;
}

/** Layer l draws its kernel from stream number 2 l and its p from 2 l + 1, so that all kinds of units start alike. */
function initialLayers({ features, hidden, classes, units }: MlpConfig, key: Words) {
  const variable = (make: () => tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(make()));
  const uniform = (stream: number, shape: number[], range: number): tf.Variable =>
    variable(() => tf.mul(uniformsAt(key, stream, shape), range));
  const layer = (l: number, rows: number, columns: number): Layer => ({
    kernel: uniform(2 * l, [rows, columns], Math.sqrt(3 / rows)) as tf.Variable<tf.Rank.R2>,
    bias: variable(() => tf.zeros([columns])) as tf.Variable<tf.Rank.R1>,
  });
  const rows = [features, ...hidden];
  return {
    hidden: hidden.map((columns, l): HiddenLayer => ({
      ...layer(l, rows[l]!, columns),
      ...(units.learnedSlope && { p: uniform(2 * l + 1, [columns], 1) }),
    })),
    output: layer(hidden.length, rows.at(-1)!, classes),
  };
}

function namedParameters(hidden: readonly HiddenLayer[], output: Layer): Record<string, tf.Variable> {
  const named = [...hidden.map((layer, l) => [`hidden${l}`, layer] as const), ['output', output] as const];
  return Object.fromEntries(
    named.flatMap(([name, layer]) =>
      Object.entries(layer).map(([parameter, value]) => [`${name}/${parameter}`, value as tf.Variable]),
    ),
  );
}
