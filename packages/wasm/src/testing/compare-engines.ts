import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { scan, type ScanResult, type Tensors } from '@unsaturate/scan';
import { randomTensor, type ScanCase } from '../../../scan/src/testing/scan-case.ts';

/** What a scan gives, as numbers by name. */
export interface ScanNumbers {
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly gradients: Readonly<Record<string, Float32Array>>;
  /** The next number of the noise stream. */
  readonly next: number;
}

/** Outputs and states of a scan, and the gradients of a weighted sum of them in everything that has one. */
export function runWith(engine: 'eager' | 'compiled', each: ScanCase): ScanNumbers {
  const { cell, params, xs, init, options = {} } = each;
  const scales = Object.entries(options.activations ?? {}).map(([role, { c }]) => [`c/${role}`, c] as const);
  const wanted = Object.entries({
    ...prefixed('params/', params),
    xs,
    ...prefixed('init/', init),
    ...prefixed('constants/', options.constants ?? {}),
    ...Object.fromEntries(scales.filter(([, c]) => c instanceof tf.Tensor)),
  } as Tensors);
  return tf.tidy(() => {
    const noise = createNoiseStream([7, 0], 5);
    let values: Record<string, Float32Array> = {};
    const loss = (): tf.Scalar => {
      const results = named(scan(cell, params, xs, init, { ...options, noise, engine }));
      values = mapTensors(results, (tensor) => tensor.dataSync<'float32'>().slice());
      const flat = tf.concat(Object.values(results).map((tensor) => tf.reshape(tensor, [-1])));
      return tf.sum(tf.mul(flat, randomTensor(flat.shape, 99)));
    };
    const { grads } = tf.engine().gradients(
      loss,
      wanted.map(([, tensor]) => tensor),
      undefined,
      true,
    );
    const gradients = wanted.map(([name, { size }], i) => {
      return [name, (grads[i]?.dataSync<'float32'>() ?? new Float32Array(size)).slice()] as const;
    });
    return { values, gradients: Object.fromEntries(gradients), next: noise.next };
  });
}

function named({ outputs, state }: ScanResult): Tensors {
  return { outputs, ...prefixed('state/', state) };
}

function mapTensors<To>(tensors: Tensors, map: (tensor: tf.Tensor) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor)]));
}

function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

/**
 * What compiled and eager disagree about, as lines to read; empty if they agree: values to 2e-5 of the largest or 1,
 * gradients to 1e-4 of the largest or 1e-6.
 */
export function disagreements(each: ScanCase): string[] {
  const [eager, compiled] = [runWith('eager', each), runWith('compiled', each)];
  const lines = (kind: 'values' | 'gradients', tolerance: number, floor: number): string[] =>
    Object.entries(eager[kind]).flatMap(([name, expected]) => {
      const error = largestError(compiled[kind][name], expected, floor);
      return error < tolerance ? [] : [`${kind} ${name}: ${error}`];
    });
  return [
    ...lines('values', 2e-5, 1),
    ...lines('gradients', 1e-4, 1e-2),
    ...(eager.next === compiled.next ? [] : [`next number: ${compiled.next} instead of ${eager.next}`]),
  ];
}

/** Relative to the largest expected magnitude, or the floor where that is larger. */
function largestError(actual: Float32Array | undefined, expected: Float32Array, floor: number): number {
  if (actual?.length !== expected.length) return Infinity;
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), floor);
  const errors = expected.map((value, i) => (Object.is(actual[i], value) ? 0 : Math.abs(actual[i]! - value)));
  return errors.some(Number.isNaN) ? Infinity : Math.max(...errors) / scale;
}

/**
 * Whether a pre-activation of the eager scan is so near to where an activation has a kink that rounding decides. What is
 * exactly there comes from gates that are clipped, and is there in every engine.
 */
export function isNearKink({ cell, params, xs, init, options = {} }: ScanCase): boolean {
  const kinks = [0, 1, 2, 2.5];
  let near = false;
  tf.tidy(() => {
    scan(cell, params, xs, init, {
      ...options,
      noise: createNoiseStream([7, 0], 5),
      observe({ input }) {
        const magnitudes = tf.abs(input).dataSync();
        near ||= magnitudes.some((each) =>
          kinks.some((kink) => each !== kink && Math.abs(each - kink) < 1e-5),
        );
      },
    });
  });
  return near;
}
