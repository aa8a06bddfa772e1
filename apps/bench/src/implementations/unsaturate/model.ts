import * as tf from '@tensorflow/tfjs-core';
import { gru, lstm, type RecurrentSizes } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type ActivationChoice, type Cell, scan, zeroState } from '@unsaturate/scan';
import { linearCrossEntropy } from '@unsaturate/tfjs';
import { denseValues, inputValues, layerValues, targetValues } from '../../workloads/values.ts';
import type { ModelWorkload } from '../../workloads/workload.ts';
import { sgdStep } from '../tfjs/sgd-step.ts';
import { tensorOf, variableOf } from '../tfjs/tensors.ts';
import type { Step } from '../task.ts';
import type { Engine } from './engine.ts';

const cells = { lstm, gru } as unknown as Record<ModelWorkload['cell'], Cell<RecurrentSizes>>;

const choices: Record<ModelWorkload['activations'], ActivationChoice> = {
  plain: {},
  hard: { sigmoid: { base: 'hardSigmoid' }, tanh: { base: 'hardTanh' } },
  noisy: {
    sigmoid: { base: 'hardSigmoid', variant: 'NAH' },
    tanh: { base: 'hardTanh', variant: 'NAH' },
  },
};

/** The stack of recurrent layers as a user of scan and cells writes it. */
export function buildModel(workload: ModelWorkload, engine: Engine): Step {
  const { layers, units, batch } = workload;
  const cell = cells[workload.cell];
  const sizes = { inputSize: units, units };
  const gates = cell.params(sizes)['bias']![0]! / units;
  const params = Array.from({ length: layers }, (_, layer) => {
    const { kernel, recurrentKernel, bias } = layerValues(units, gates, layer);
    return {
      kernel: variableOf(kernel),
      recurrentKernel: variableOf(recurrentKernel),
      bias: variableOf(bias),
      p: tf.variable(tf.ones([...cell.params(sizes)['p']!])),
    };
  });
  const dense = denseValues(workload);
  const kernel = variableOf(dense.kernel) as tf.Variable<tf.Rank.R2>;
  const bias = variableOf(dense.bias) as tf.Variable<tf.Rank.R1>;
  const xs = tensorOf(inputValues(workload));
  const targets = tf.tensor1d(targetValues(workload), 'int32');
  const init = zeroState(cell, sizes, batch);
  const activations = choices[workload.activations];
  const options = { activations, noise: createNoiseStream(7), training: true, engine };

  const loss = (): tf.Scalar => {
    const outputs = params.reduce<tf.Tensor>(
      (inputs, each) => scan(cell, each, inputs, init, options).outputs,
      xs,
    );
    const hidden = tf.reshape<tf.Rank.R2>(outputs, [-1, units]);
    return tf.mean(linearCrossEntropy(hidden, kernel, bias, targets));
  };
  return sgdStep(loss, [...params.flatMap((each) => Object.values(each)), kernel, bias]);
}
