// A program for tests: what the first argument says happens before @unsaturate/wasm is loaded; ends by itself.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { gru } from '@unsaturate/cells';
import { scan, type Tensors, zeroState } from '@unsaturate/scan';

if (process.argv[2] === 'unshared') Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
const { ready } = await import('../index.ts');
const threads = process.argv[3] === undefined ? {} : { threads: Number(process.argv[3]) };
const { threads: running } = await ready(threads);

await tf.setBackend('cpu');
const sizes = { inputSize: 40, units: 60 };
const params = Object.fromEntries(
  Object.entries(gru.params(sizes)).map(([name, shape]) => [name, tf.mul(tf.ones([...shape]), 0.01)]),
) as Tensors<'kernel' | 'recurrentKernel' | 'bias' | 'p'>;
const { outputs } = scan(gru, params, tf.ones([8, 5, 40]), zeroState(gru, sizes, 8), { engine: 'compiled' });
const [sum] = await tf.sum(outputs).data();
process.stdout.write(JSON.stringify({ running, sum }));
