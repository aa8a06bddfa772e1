import * as tf from '@tensorflow/tfjs';
import { lstm } from '@unsaturate/cells';
import { scan, type Tensors, zeroState } from '@unsaturate/scan';
import '../index.ts';
import { startWebgpu } from '../node/index.ts';
import { randomTensor } from '../../../scan/src/testing/scan-case.ts';

/** Prints how far an LSTM on the GPU and one on the CPU are apart. */
await startWebgpu();
const sizes = { inputSize: 3, units: 4 };
const run = (engine: 'eager' | 'compiled'): tf.Tensor => {
  const shapes = Object.entries(lstm.params(sizes));
  const params = Object.fromEntries(shapes.map(([name, shape], i) => [name, randomTensor(shape, i)]));
  const named = params as Tensors<'kernel' | 'recurrentKernel' | 'bias' | 'p'>;
  return scan(lstm, named, randomTensor([2, 5, 3], 9), zeroState(lstm, sizes, 2), { engine }).outputs;
};
const compiled = await run('compiled').data();
await tf.setBackend('cpu');
const eager = await run('eager').data();
console.log(Math.max(...eager.map((value, i) => Math.abs(value - compiled[i]!))));
