import * as tf from '@tensorflow/tfjs-core';
import { gru, lstm, type RecurrentSizes } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type Cell, scan, zeroState } from '@unsaturate/scan';
import { randomTensor } from '../../../../scan/src/testing/scan-case.ts';

/** Cells whose memory is looked at. */
export const names = ['lstm', 'gru', 'noisy lstm'] as const;

const noisy = { variant: 'NAH' } as const;

const [batch, time, units] = [20, 20, 200];

/** Runs one of them forward and backward, with 20 sequences, 20 time steps and 200 units; gives the gradients. */
export function runInMemory(name: (typeof names)[number]): tf.Tensor[] {
  const cell = (name === 'gru' ? gru : lstm) as unknown as Cell<RecurrentSizes>;
  const isNoisy = name === 'noisy lstm';
  const activations = isNoisy ? { sigmoid: noisy, tanh: noisy } : {};
  const sizes = { inputSize: units, units };
  const shapes = Object.entries(cell.params(sizes));
  const params = shapes.map(([, shape], i) => randomTensor(shape, i + 1, 0.1));
  const xs = randomTensor([batch, time, units], 9);
  const init = zeroState(cell, sizes, batch);
  // p has no influence where there is no noise.
  const used = params.filter((_, i) => isNoisy || shapes[i]![0] !== 'p');
  const loss = (x: tf.Tensor): tf.Scalar => {
    const given = Object.fromEntries(shapes.map(([each], i) => [each, params[i]!]));
    const options = { engine: 'compiled', training: true, noise: createNoiseStream(7), activations } as const;
    return tf.sum(scan(cell, given, x, init, options).outputs);
  };
  return tf.engine().gradients(() => loss(xs), [xs, ...used], undefined, true).grads;
}

type GpuMemory = tf.MemoryInfo & { readonly numBytesAllocatedInGPU: number };

/** Bytes of GPU memory that such a run takes, all tensors included. */
export async function gpuBytesOf(name: (typeof names)[number]): Promise<number> {
  await tf.setBackend('webgpu');
  const allocated = (): number => (tf.memory() as GpuMemory).numBytesAllocatedInGPU;
  const before = allocated();
  const gradients = runInMemory(name);
  await Promise.all(gradients.map((each) => each.data()));
  const bytes = allocated() - before;
  tf.dispose(gradients);
  return bytes;
}
