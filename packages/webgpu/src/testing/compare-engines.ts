import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { scan, type ScanResult, type Tensors } from '@unsaturate/scan';
import { randomTensor, type ScanCase } from '../../../scan/src/testing/scan-case.ts';

/** What a scan gives, as numbers by name. */
interface ScanNumbers {
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly gradients: Readonly<Record<string, Float32Array>>;
  /** The next number of the noise stream. */
  readonly next: number;
}

/** Outputs and states of a scan on a backend, and the gradients of a weighted sum of them in everything that has one. */
async function runOn(backend: 'cpu' | 'webgpu', each: () => ScanCase): Promise<ScanNumbers> {
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} cannot be had`);
  tf.engine().startScope();
  try {
    const { cell, params, xs, init, options = {} } = each();
    const scales = Object.entries(options.activations ?? {}).map(
      ([role, { c }]) => [`c/${role}`, c] as const,
    );
    const wanted = Object.entries({
      ...prefixed('params/', params),
      xs,
      ...prefixed('init/', init),
      ...prefixed('constants/', options.constants ?? {}),
      ...Object.fromEntries(scales.filter(([, c]) => c instanceof tf.Tensor)),
    } as Tensors);
    const noise = createNoiseStream([7, 0], 5);
    const engine = backend === 'cpu' ? 'eager' : 'compiled';
    let results: Tensors = {};
    const loss = (): tf.Scalar => {
      results = named(scan(cell, params, xs, init, { ...options, noise, engine }));
      Object.values(results).forEach((tensor) => tf.keep(tensor));
      const flat = tf.concat(Object.values(results).map((tensor) => tf.reshape(tensor, [-1])));
      return tf.sum(tf.mul(flat, randomTensor(flat.shape, 99)));
    };
    const { grads } = tf.engine().gradients(
      loss,
      wanted.map(([, tensor]) => tensor),
      undefined,
      true,
    );
    const gradients = Object.fromEntries(
      wanted.map(([name, { shape }], i) => [name, grads[i] ?? tf.zeros(shape)]),
    );
    const numbers = { values: await read(results), gradients: await read(gradients), next: noise.next };
    tf.dispose(results);
    return numbers;
  } finally {
    tf.engine().endScope();
  }
}

async function read(tensors: Tensors): Promise<Record<string, Float32Array>> {
  const values: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(tensors)) values[name] = Float32Array.from(await tensor.data());
  return values;
}

function named({ outputs, state }: ScanResult): Tensors {
  return { outputs, ...prefixed('state/', state) };
}

function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

/**
 * What a scan compiled for WebGPU and one run eagerly on the CPU disagree about, as lines to read; empty if they agree:
 * values to 2e-5 of the largest or 1, gradients to 1e-4 of the largest or 1e-6.
 */
export async function disagreements(each: () => ScanCase): Promise<string[]> {
  const [eager, compiled] = [await runOn('cpu', each), await runOn('webgpu', each)];
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
export function largestError(
  actual: Float32Array | undefined,
  expected: Float32Array,
  floor: number,
): number {
  if (actual?.length !== expected.length) return Infinity;
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), floor);
  let largest = 0;
  for (const [i, value] of expected.entries()) {
    const error = Object.is(actual[i], value) ? 0 : Math.abs(actual[i]! - value);
    if (Number.isNaN(error)) return Infinity;
    largest = Math.max(largest, error);
  }
  return largest / scale;
}

/**
 * Whether a pre-activation of the eager scan is so near to where an activation has a kink that rounding decides. What is
 * exactly there comes from gates that are clipped, and is there in every engine.
 */
export async function isNearKink(each: () => ScanCase): Promise<boolean> {
  await tf.setBackend('cpu');
  const kinks = [0, 1, 2, 2.5];
  let near = false;
  tf.tidy(() => {
    const { cell, params, xs, init, options = {} } = each();
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
