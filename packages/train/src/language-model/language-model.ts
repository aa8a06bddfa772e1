import * as tf from '@tensorflow/tfjs-core';
import { fold, type Words } from '@unsaturate/core';
import { type ActivationChoice, type Observer, scan, type Tensors, zeroState } from '@unsaturate/scan';
import { embeddingLookup, linearCrossEntropy, uniformsAt } from '@unsaturate/tfjs';
import type { Carry, Forward, StepContext, Trainable } from '../model.ts';
import { cellOf, checkConfig, type LanguageModelConfig, layerName, parameterShapes } from './config.ts';
import { saturation, slopes } from './diagnostics.ts';

/** A window of text: token ids, row-major [batchSize, timeSteps], and the ids that follow each of them. */
export interface TextWindow {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  readonly batchSize: number;
  readonly timeSteps: number;
}

/** What {@link LanguageModel.logits} returns. */
export interface Logits {
  /** [batchSize * timeSteps, vocabulary], the score of each token as the next one. */
  readonly logits: tf.Tensor2D;
  readonly carry: Carry;
}

/** A recurrent language model. */
export interface LanguageModel extends Trainable<TextWindow> {
  readonly config: LanguageModelConfig;
  /** Scores of the next token after each token of a window. */
  logits(window: Omit<TextWindow, 'targets'>, carry: Carry, context: StepContext): Logits;
  /** Frees the parameters. */
  dispose(): void;
}

/**
 * Makes a language model: embedding, a stack of recurrent layers, softmax over the vocabulary.
 *
 *     x_t = E[token_t];   h_t = layers(x_t);   P(token_{t+1}) = softmax(h_t W + b)
 *
 * The loss is the negative log-likelihood summed over the time steps and averaged over the batch, as in Zaremba et al.
 * 2014: a mean over tokens would make the step as many times smaller as there are time steps.
 *
 * @param key - Parameters are drawn from `fold(key, 2)`: equal keys give equal models.
 * @throws InvalidArgumentError for sizes that are not positive integers and unknown keys and names.
 */
export function languageModel(config: LanguageModelConfig, key: Words): LanguageModel {
  checkConfig(config);
  const cell = cellOf(config);
  const sizes = { inputSize: config.units, units: config.units };
  const parameters = initialParameters(config, key);
  const layerIndices = Array.from({ length: config.layers }, (_, layer) => layer);
  const cellParams = layerIndices.map((layer) => pick(parameters, layer, Object.keys(cell.params(sizes))));
  const stateNames = Object.keys(cell.state(sizes));

  const recurrent = (
    embedded: tf.Tensor,
    carry: Carry,
    { training, noise, noiseScale }: StepContext,
    observe?: (layer: number) => Observer,
  ): { outputs: tf.Tensor; carry: Carry } => {
    const activations = activationChoice(config, noiseScale);
    const next: Record<string, tf.Tensor> = {};
    const outputs = layerIndices.reduce((xs, layer) => {
      const init = pick(carry, layer, stateNames);
      const options = { activations, training, noise, ...(observe && { observe: observe(layer) }) };
      const result = scan(cell, cellParams[layer]!, xs, init, options);
      for (const name of stateNames) next[layerName(layer, name)] = result.state[name]!;
      return result.outputs;
    }, embedded);
    return { outputs, carry: next };
  };

  const embed = ({ inputs, batchSize, timeSteps }: Omit<TextWindow, 'targets'>): tf.Tensor =>
    embeddingLookup(
      parameters['embedding'] as tf.Tensor2D,
      tf.tensor2d(inputs, [batchSize, timeSteps], 'int32'),
    );

  const hidden = (
    window: Omit<TextWindow, 'targets'>,
    carry: Carry,
    context: StepContext,
  ): { rows: tf.Tensor2D; carry: Carry } => {
    const { outputs, carry: next } = recurrent(embed(window), carry, context);
    return { rows: tf.reshape<tf.Rank.R2>(outputs, [-1, config.units]), carry: next };
  };

  const kernel = parameters['softmax/kernel'] as tf.Tensor2D;
  const bias = parameters['softmax/bias'] as tf.Tensor1D;

  return {
    config,
    parameters,
    logits(window, carry, context): Logits {
      const { rows, carry: next } = hidden(window, carry, context);
      return { logits: tf.add(tf.matMul(rows, kernel), bias), carry: next };
    },
    initialCarry({ batchSize }) {
      const states = layerIndices.flatMap((layer) =>
        Object.entries<tf.Tensor>(zeroState(cell, sizes, batchSize)).map(
          ([name, state]) => [layerName(layer, name), state] as const,
        ),
      );
      return Object.fromEntries(states);
    },
    forward(window, carry, context): Forward {
      const { rows, carry: next } = hidden(window, carry, context);
      const targets = tf.tensor1d(window.targets, 'int32');
      const nll = tf.sum<tf.Scalar>(linearCrossEntropy(rows, kernel, bias, targets));
      return { loss: tf.div(nll, window.batchSize), nll, count: window.targets.length, carry: next };
    },
    async diagnose(window, carry, context) {
      const evaluating = { ...context, training: false };
      const shares = await saturation(config, (observe) => {
        recurrent(embed(window), carry, evaluating, observe);
      });
      return { ...shares, ...(await slopes(config, parameters)) };
    },
    dispose: () => tf.dispose(parameters),
  };
}

/** Uniform on [-initRange, initRange], p on [-1, 1]; parameter n takes stream number n of `fold(key, 2)`. */
function initialParameters(config: LanguageModelConfig, key: Words): Record<string, tf.Variable> {
  const parameterKey = fold(key, 2);
  const variables = Object.entries(parameterShapes(config)).map(([name, shape], n) => {
    const range = name.endsWith('/p') ? 1 : config.initRange;
    const variable = tf.tidy(() => tf.variable(tf.mul(uniformsAt(parameterKey, n, shape), range)));
    return [name, variable] as const;
  });
  return Object.fromEntries(variables);
}

function pick(tensors: Tensors, layer: number, names: readonly string[]): Tensors {
  return Object.fromEntries(names.map((name) => [name, tensors[layerName(layer, name)]!]));
}

/** The activations at a noise scale; variants without noise have none. */
function activationChoice({ sigmoid, tanh }: LanguageModelConfig, c: number): ActivationChoice {
  return { sigmoid: { ...sigmoid, c }, tanh: { ...tanh, c } };
}
