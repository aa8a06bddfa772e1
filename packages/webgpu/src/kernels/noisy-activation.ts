import * as tf from '@tensorflow/tfjs-core';
import { type Plan, planFunction, type PreparedScan } from '@unsaturate/scan';
import { createTensorActivation, type NoisyActivationKernel } from '@unsaturate/tfjs';
import { prepare } from '../target/prepare.ts';
import { boundedCache } from './bounded-cache.ts';

/** What is compiled in. */
type Fixed = Omit<Parameters<NoisyActivationKernel>[1], 'key' | 'stream'>;

/**
 * The noisy activation in one kernel forward and few back: the composition of tfjs ops that defines it, compiled as one
 * step of a scan over rows of x.
 */
export function createNoisyActivationKernel(): NoisyActivationKernel {
  const compiled = boundedCache<PreparedScan>();
  return ({ x, p, c }, { key, stream, ...fixed }) => {
    const rows: [number, ...number[]] = x.rank === 0 ? [1] : (x.shape as [number, ...number[]]);
    const [batch, ...rest] = rows;
    const prepared = compiled(JSON.stringify([rows, p.shape, fixed]), () =>
      prepare(planOf(rows, p.shape, fixed)),
    );
    const run = { time: 1, reverse: false, noise: { key, base: stream, sites: 1 } };
    const inputs = { x: tf.reshape(x, [batch, 1, ...rest]), 'params/p': p, 'scale/c': c };
    const { outputs, backward } = prepared.forward(run, inputs);
    const { shape } = x;
    return {
      result: tf.reshape(outputs['output']!, shape),
      backward: backward && {
        gradients(dResult) {
          const gradients = backward.gradients({ output: tf.reshape(dResult, [batch, 1, ...rest]) });
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

function planOf(rows: readonly number[], shapeOfP: readonly number[], { keep, ...options }: Fixed): Plan {
  const activation = createTensorActivation(options);
  return planFunction(
    ({ x, 'params/p': p, 'scale/c': c, 'noise/0': xi }) => ({ output: activation.value(x, p, c, xi) }),
    { x: rows, 'params/p': shapeOfP, 'scale/c': [], 'noise/0': rows },
    keep ? ['x', 'params/p', 'scale/c'] : [],
  );
}
