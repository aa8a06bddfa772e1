import * as tf from '@tensorflow/tfjs-core';
import { planFunction, type PreparedScan } from '@unsaturate/scan';
import { createTensorActivation, type NoisyActivationKernel } from '@unsaturate/tfjs';
import { drawnAtOnce } from '../loops/index.ts';
import type { Engine } from '../target/engine.ts';
import { prepare } from '../target/prepare.ts';
import { boundedCache } from './bounded-cache.ts';

/** What is compiled in. */
type Fixed = Omit<Parameters<NoisyActivationKernel>[1], 'key' | 'stream'>;

/**
 * The noisy activation in one pass forward and one back: the composition of tfjs ops that defines it, compiled as one
 * step of a scan over rows of x.
 */
export function createNoisyActivationKernel(engine: () => Engine): NoisyActivationKernel {
  const compiled = boundedCache<PreparedScan>();
  return ({ x, p, c }, { key, stream, ...fixed }) => {
    const rows = rowsOf(x.shape, p.shape);
    const [batch, ...rest] = rows;
    const prepared = compiled(JSON.stringify([rows, p.shape, fixed]), () =>
      prepare(planOf(rows, p.shape, fixed), engine(), 'noisyActivation'),
    );
    const run = { time: 1, reverse: false, noise: { key, base: stream, sites: 1 } };
    const inputs = { x: tf.reshape(x, [batch, 1, ...rest]), 'params/p': p, 'scale/c': c };
    const { outputs, backward } = prepared.forward(run, inputs);
    const shape = x.shape;
    return {
      result: tf.reshape(outputs['output']!, shape),
      backward: backward && {
        gradients(dResult) {
          const output = tf.reshape(dResult, [batch, 1, ...rest]);
          const gradients = backward.gradients({ output });
          return {
            x: () => tf.reshape(gradients['x']!(), shape),
            p: gradients['params/p']!,
            c: gradients['scale/c']!,
          };
        },
        dispose: () => backward.dispose(),
      },
    };
  };
}

/** Elements of a row where rows can be cut as one likes: few enough that threads share evenly. */
const mostInRow = 512;

/**
 * The shape of x for the loops. With one p for all elements it is cut into rows of a power of two, so that noise is drawn
 * in the loops.
 */
function rowsOf(shape: readonly number[], shapeOfP: readonly number[]): readonly [number, ...number[]] {
  const size = shape.reduce((product, each) => product * each, 1);
  let row = 1;
  while (row < mostInRow && size % (2 * row) === 0) row *= 2;
  if (shapeOfP.length === 0 && row >= drawnAtOnce) return [size / row, row];
  const [batch = 1, ...rest] = shape;
  return [batch, ...rest];
}

function planOf(rows: readonly number[], shapeOfP: readonly number[], { keep, ...options }: Fixed) {
  const activation = createTensorActivation(options);
  return planFunction(
    ({ x, 'params/p': p, 'scale/c': c, 'noise/0': xi }) => ({ output: activation.value(x, p, c, xi) }),
    { x: rows, 'params/p': shapeOfP, 'scale/c': [], 'noise/0': rows },
    keep ? ['x', 'params/p', 'scale/c'] : [],
  );
}
