import * as tf from '@tensorflow/tfjs';
import { denseValues, inputValues, layerValues } from '../../workloads/values.ts';
import type { ModelWorkload } from '../../workloads/workload.ts';
import { sgdStep } from '../tfjs/sgd-step.ts';
import { oneHotTargets, tensorOf } from '../tfjs/tensors.ts';
import { CannotError, type Step } from '../task.ts';
import { HardLstmCell } from './hard-lstm-cell.ts';

/**
 * The stack of recurrent layers as a functional tf.layers model. tf.layers has no hardTanh, and another hardSigmoid, so
 * for those the layers are tf.layers.rnn over a cell of their own.
 */
export function buildModel(workload: ModelWorkload): Step {
  const { layers, units, time, classes } = workload;
  const dense = tf.layers.dense({ units: classes });
  const recurrent = Array.from({ length: layers }, () => recurrentLayer(workload));
  const input = tf.input({ shape: [time, units] });
  const output = [...recurrent, dense].reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  const model = tf.model({ inputs: input, outputs: output });

  const gates = workload.cell === 'lstm' ? 4 : 3;
  recurrent.forEach((layer, i) => {
    const { kernel, recurrentKernel, bias } = layerValues(units, gates, i);
    const slopes = layer.weights.slice(3).map((weight) => tf.ones(weight.shape as number[]));
    layer.setWeights([tensorOf(kernel), tensorOf(recurrentKernel), tensorOf(bias), ...slopes]);
  });
  const { kernel, bias } = denseValues(workload);
  dense.setWeights([tensorOf(kernel), tensorOf(bias)]);

  const xs = tensorOf(inputValues(workload));
  const targets = oneHotTargets(workload);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return sgdStep(() => {
    const logits = tf.reshape(model.apply(xs, { training: true }) as tf.Tensor, [-1, classes]);
    return tf.losses.softmaxCrossEntropy(targets, logits);
  }, variables);
}

function recurrentLayer({ cell, activations, units }: ModelWorkload): tf.layers.Layer {
  // The usual orthogonal values, overwritten here, take minutes on a GPU made of software.
  const options = { units, returnSequences: true, recurrentInitializer: 'zeros' } as const;
  if (activations === 'plain')
    return tf.layers[cell]({ ...options, activation: 'tanh', recurrentActivation: 'sigmoid' });
  if (cell !== 'lstm') throw new CannotError(`no ${activations} ${cell} was written for tf.layers`);
  return tf.layers.rnn({ cell: new HardLstmCell(units, activations === 'noisy'), returnSequences: true });
}
