import * as tf from '@tensorflow/tfjs-core';
import { gru, lstm, type RecurrentSizes } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type Cell, scan, zeroState } from '@unsaturate/scan';
import { randomTensor } from '../../../../scan/src/testing/scan-case.ts';
import { countCommands, type GpuCounts } from '../count.ts';

const cells = { lstm, gru } as unknown as Record<'lstm' | 'gru', Cell<RecurrentSizes>>;

/** What a training step is like. */
export interface TrainingSizes {
  readonly cell: keyof typeof cells;
  readonly units: number;
  readonly batch: number;
  readonly time: number;
  readonly classes: number;
}

/** Counts the commands of a training step: two recurrent layers, a dense layer, softmax cross-entropy, SGD. */
export async function countTrainingStep(
  { cell: name, units, batch, time, classes }: TrainingSizes,
  isNoisy: boolean,
): Promise<GpuCounts> {
  await tf.setBackend('webgpu');
  const sizes = { inputSize: units, units };
  const cell = cells[name];
  const variables = (seed: number): Record<string, tf.Variable> =>
    Object.fromEntries(
      Object.entries(cell.params(sizes)).map(([name, shape], i) => [
        name,
        tf.variable(randomTensor(shape, seed + i, 0.1)),
      ]),
    );
  const layers = [variables(1), variables(20)];
  const dense = tf.variable(randomTensor([units, classes], 40, 0.1));
  const bias = tf.variable(tf.zeros([classes]));
  const xs = randomTensor([batch, time, units], 50);
  const labels = tf.oneHot(tf.range(0, batch * time, 1, 'int32'), classes);
  const zeros = zeroState(cell, sizes, batch);
  const noise = createNoiseStream(7);
  const activations = isNoisy
    ? ({
        sigmoid: { base: 'hardSigmoid', variant: 'NAN' },
        tanh: { base: 'hardTanh', variant: 'NAN' },
      } as const)
    : {};
  const loss = (): tf.Scalar => {
    const outputs = layers.reduce(
      (input: tf.Tensor, params) =>
        scan(cell, params, input, zeros, { engine: 'compiled', training: true, noise, activations }).outputs,
      xs,
    );
    const logits = tf.add(tf.matMul(tf.reshape(outputs, [batch * time, units]), dense), bias);
    return tf.losses.softmaxCrossEntropy(labels, logits);
  };
  const all = [...layers.flatMap((params) => Object.values(params)), dense, bias];
  const trained = isNoisy ? all : all.filter((variable) => layers.every(({ p }) => p !== variable));
  const optimizer = tf.train.sgd(0.1);
  const step = async (): Promise<void> => {
    const cost = optimizer.minimize(loss, true, trained)!;
    await cost.data();
    cost.dispose();
  };
  await step();
  const stop = countCommands();
  await step();
  const counts = stop();
  tf.dispose([...all, xs, labels, ...Object.values(zeros)]);
  return counts;
}
