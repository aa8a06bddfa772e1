import * as tf from '@tensorflow/tfjs';
import { createNoiseStream, variants } from '@unsaturate/core';
import { noisyActivation } from '@unsaturate/tfjs';

const choices = [...variants.map((variant) => ({ variant })), { variant: 'NANIL', form: 'authors' }];

/** Every variant with a soft and a hard base, in x, p and c. */
export function activations() {
  // Saturated and linear, and none next to a kink.
  const x = tf.reshape(tf.linspace(-3.6, 3.6, 40), [10, 4]);
  // Enough noise to bring saturated units back: else p and c have no influence on input noise with the hard base.
  const p = tf.tensor1d([0.3, 1, -4, 2]);
  const c = tf.scalar(4);
  return ['sigmoid', 'hardTanh'].flatMap((base) =>
    choices.map((choice) => ({
      name: ['noisyActivation', base, ...Object.values(choice)].join(' '),
      inputs: { x, p, c },
      compute: ({ x, p, c }) =>
        noisyActivation(x, {
          ...choice,
          base,
          alpha: 1.15,
          p,
          c,
          noise: createNoiseStream(7),
          training: true,
        }),
    })),
  );
}
