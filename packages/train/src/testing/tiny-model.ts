import * as tf from '@tensorflow/tfjs-core';
import { fillNormals, fold, type NoiseStream, takeStreamNumbers } from '@unsaturate/core';
import type { BatchSource, Carry, StepContext, Trainable } from '../model.ts';

/** A window of symbols and the symbols that follow, `[time][batch]`. */
export interface TinyBatch {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
}

/** A stage of a curriculum: symbols left out at the beginning. */
export interface TinyStage {
  readonly skipped: number;
}

const symbols = 4;
const rows = 2;

/** What the tiny model is. */
export const tinyArchitecture = (units: number): { kind: string; sizes: { units: number } } => ({
  kind: 'tiny',
  sizes: { units },
});

/** A noisy tanh network: `h' = tanh(x W + h U + b + c xi)`, logits `h' V`. `idle` has no influence on the loss. */
export function tinyModel(units = 3): Trainable<TinyBatch> & { dispose(): void } {
  const parameters = {
    kernel: initial(0, [symbols, units]),
    recurrentKernel: initial(1, [units, units]),
    bias: initial(2, [units]),
    outputKernel: initial(3, [units, symbols]),
    idle: initial(4, [2]),
  };
  const { kernel, recurrentKernel, bias, outputKernel } = parameters;
  const oneHot = (row: readonly number[]): tf.Tensor => tf.cast(tf.oneHot([...row], symbols), 'float32');

  const step = (h: tf.Tensor, row: readonly number[], noise: tf.Tensor): tf.Tensor =>
    tf.tanh(tf.addN([tf.matMul(oneHot(row), kernel), tf.matMul(h, recurrentKernel), tf.add(noise, bias)]));

  return {
    parameters,
    initialCarry: () => ({ h: tf.zeros([rows, units]) }),
    forward({ inputs, targets }: TinyBatch, carry: Carry, context: StepContext) {
      let h = carry.h!;
      const scores = inputs.map((row, t) => {
        h = step(h, row, drawNoise([rows, units], context));
        const logits = tf.matMul(h, outputKernel);
        const right = tf.equal(tf.argMax(logits, 1), tf.tensor1d([...targets[t]!], 'int32'));
        return {
          nll: tf.neg(tf.sum(tf.mul(oneHot(targets[t]!), tf.logSoftmax(logits)))),
          correct: tf.sum(tf.cast(right, 'float32')),
        };
      });
      const nll = tf.addN(scores.map((each) => each.nll)) as tf.Scalar;
      const correct = tf.addN(scores.map((each) => each.correct)) as tf.Scalar;
      const count = inputs.length * rows;
      return { loss: tf.div(nll, count), nll, count, correct, carry: { h } };
    },
    async diagnose(batch: TinyBatch, carry: Carry, context: StepContext) {
      const mean = tf.tidy(() =>
        tf.mean(tf.abs(step(carry.h!, batch.inputs[0]!, drawNoise([rows, units], context)))),
      );
      const [activity] = await mean.data();
      mean.dispose();
      return { activity: activity! };
    },
    dispose: () => tf.dispose(parameters),
  };
}

/** Five windows of a fixed sequence in two rows, every epoch and at every stage from another place in it. */
export const tinyData: BatchSource<TinyBatch> = sequence(5, (i) => (i * i + (i >> 2)) % symbols);

/** Two windows of another one, in its first epoch. */
export const tinyValidation: BatchSource<TinyBatch> = sequence(2, (i) => (i * i + 1) % symbols);

function sequence(batchesPerEpoch: number, symbol: (i: number) => number): BatchSource<TinyBatch> {
  const time = 3;
  const window = (start: number): number[][] =>
    Array.from({ length: time }, (_, t) =>
      Array.from({ length: rows }, (_, row) => symbol(start + t + row * 7)),
    );
  return {
    batchesPerEpoch,
    batch(index, epoch, stage) {
      const start = 8 * epoch + index * time + ((stage as TinyStage | null | undefined)?.skipped ?? 0);
      return { inputs: window(start), targets: window(start + 1) };
    },
  };
}

function drawNoise(shape: [number, number], { training, noise, noiseScale }: StepContext): tf.Tensor {
  return training ? tf.mul(normals(noise, shape), noiseScale) : tf.zeros(shape);
}

function normals(noise: NoiseStream, shape: [number, number]): tf.Tensor {
  const values = new Float32Array(shape[0] * shape[1]);
  return tf.tensor(fillNormals(noise.key, takeStreamNumbers(noise, 1), values), shape);
}

function initial(stream: number, shape: number[]): tf.Variable {
  const values = fillNormals(fold([1, 0], 2), stream, new Float32Array(tf.util.sizeFromShape(shape)));
  return tf.tidy(() => tf.variable(tf.mul(tf.tensor(values, shape), 0.5)));
}
