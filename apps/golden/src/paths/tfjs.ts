import * as tf from '@tensorflow/tfjs-core';
import { noisyActivation, normalsAt } from '@unsaturate/tfjs';
import { absolute, collect, gradientScale, ofLargestOrOne, type PathResult } from '../compare.ts';
import { type ActivationCase, activationOptions, type NoiseCases } from '../golden-files.ts';

/** Noise tensors on the active backend. */
export function noisePath(backend: string, cases: NoiseCases['normal']): PathResult {
  const values = collect(`tfjs op (${backend})`, 'noise', 2e-6, absolute);
  for (const { key, stream, z } of cases) {
    values.add(
      `stream ${stream}`,
      tf.tidy(() => normalsAt(key, stream, [z.length]).dataSync()),
      z,
    );
  }
  return values.result(cases.length);
}

/** `noisyActivation` and its gradients on the active backend. */
export function opPath(backend: string, cases: readonly ActivationCase[]): PathResult[] {
  const path = `tfjs op (${backend})`;
  const values = collect(path, 'activations', 2e-5, ofLargestOrOne);
  const gradients = collect(path, 'activation gradients', 1e-4, gradientScale);
  cases.forEach((each, i) =>
    tf.tidy(() => {
      const [x, p] = [tf.tensor1d([each.x]), tf.tensor1d([each.p])];
      const apply = (training: boolean): tf.Tensor =>
        noisyActivation(x, {
          ...activationOptions(each),
          c: each.c,
          p,
          noise: tf.tensor1d([each.xi]),
          training,
        });
      const { value, grads } = tf.engine().gradients(() => apply(true), [x, p], undefined, true);
      values.add(`#${i}`, [value.dataSync()[0]!, apply(false).dataSync()[0]!], [each.y, each.expectation]);
      [each.dydx, each.dydp].forEach((expected, k) =>
        gradients.add(`#${i}`, [grads[k]?.dataSync()[0] ?? 0], [expected]),
      );
    }),
  );
  return [values.result(cases.length), gradients.result(cases.length)];
}
