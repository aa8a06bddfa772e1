import * as tf from '@tensorflow/tfjs-core';
import { lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { scan, type Tensors } from '@unsaturate/scan';
import { randomTensor } from '../../../../scan/src/testing/scan-case.ts';
import { countCommands, type GpuCounts } from '../count.ts';

/** What a training step is like. */
export interface TrainingSizes {
  readonly units: number;
  readonly batch: number;
  readonly time: number;
  readonly classes: number;
}

/** Counts the commands of a training step: two LSTM layers, a dense layer, softmax cross-entropy, SGD. */
export async function countTrainingStep(
  { units, batch, time, classes }: TrainingSizes,
  isNoisy: boolean,
): Promise<GpuCounts> {
  await tf.setBackend('webgpu');
  const sizes = { inputSize: units, units };
  const variables = (seed: number): Record<keyof Parameters<typeof lstm.step>[0], tf.Variable> =>
    Object.fromEntries(
      Object.entries(lstm.params(sizes)).map(([name, shape], i) => [
        name,
        tf.variable(randomTensor(shape, seed + i, 0.1)),
      ]),
    ) as ReturnType<typeof variables>;
  const layers = [variables(1), variables(20)];
  const dense = tf.variable(randomTensor([units, classes], 40, 0.1));
  const bias = tf.variable(tf.zeros([classes]));
  const xs = randomTensor([batch, time, units], 50);
  const labels = tf.oneHot(tf.range(0, batch * time, 1, 'int32'), classes);
  const zeros: Tensors<'h' | 'c'> = { h: tf.zeros([batch, units]), c: tf.zeros([batch, units]) };
  const noise = createNoiseStream(7);
  const activations = isNoisy
    ? ({
        sigmoid: { base: 'hardSigmoid', variant: 'NAN' },
        tanh: { base: 'hardTanh', variant: 'NAN' },
      } as const)
    : {};
  const loss = (): tf.Scalar => {
    const outputs = layers.reduce(
      (input, params) =>
        scan(lstm, params, input, zeros, { engine: 'compiled', training: true, noise, activations }).outputs,
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
  tf.dispose([...all, xs, labels, zeros.h, zeros.c]);
  return counts;
}
