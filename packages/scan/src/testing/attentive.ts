import * as tf from '@tensorflow/tfjs-core';
import { createNoisyActivation, fillNormals, type NoisyActivation, type Words } from '@unsaturate/core';
import type { SiteActivation } from '../cell/activations.ts';
import { type Cell, defineCell } from '../cell/cell.ts';

/** Sizes of {@link attentive}. */
export interface AttentiveSizes {
  readonly inputSize: number;
  readonly units: number;
}

/** Parameters of {@link attentive}. */
export type AttentiveParam = 'kernel' | 'recurrentKernel' | 'contextKernel' | 'p';

/**
 * A small cell with every part a cell can have, two sites and a constant:
 *
 *     w = softmax(memory h)    context = memory^T w
 *     g = sigmoid(context V)   h' = g h + (1 - g) tanh(x W + h U)
 *
 * where W is `kernel` [I, H], U `recurrentKernel` and V `contextKernel` [H, H]; `memory` is [batch, slots, H].
 */
export const attentive: Cell<AttentiveSizes, AttentiveParam, 'h', 'memory'> = defineCell({
  name: 'attentive',
  sites: ['g', 'h'],
  constants: ['memory'] as const,
  input: ({ inputSize }) => [inputSize],
  params: ({ inputSize, units }: AttentiveSizes) => ({
    kernel: [inputSize, units],
    recurrentKernel: [units, units],
    contextKernel: [units, units],
    p: [2, units],
  }),
  state: ({ units }) => ({ h: [units] }),
  sizes: ({ kernel }) => ({ inputSize: kernel[0]!, units: kernel[1]! }),
  step({ kernel, recurrentKernel, contextKernel, p }, x, { h }, { sigmoid, tanh }, { memory }) {
    const [pg, ph] = tf.unstack(p);
    const weights = tf.softmax(tf.sum(tf.mul(memory, tf.expandDims(h, 1)), 2));
    const context = tf.sum(tf.mul(memory, tf.expandDims(weights, 2)), 1);
    const g = sigmoid(tf.matMul(context, contextKernel), pg);
    const candidate = tanh(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)), ph);
    const next = tf.add(tf.mul(g, h), tf.mul(tf.sub(1, g), candidate));
    return { output: next, state: { h: next } };
  },
});

/** Inputs of a scan of {@link attentive} as flat row-major arrays. */
export type AttentiveInputs = Record<AttentiveParam | 'xs' | 'h' | 'memory', number[]>;

/** How {@link referenceScan} runs. */
export interface ReferenceRun {
  readonly batch: number;
  readonly time: number;
  readonly inputSize: number;
  readonly units: number;
  readonly slots: number;
  readonly sigmoid: SiteActivation & { readonly c: number };
  readonly tanh: SiteActivation & { readonly c: number };
  readonly training: boolean;
  readonly reverse: boolean;
  readonly mask: readonly number[] | undefined;
  readonly key: Words;
  readonly base: number;
}

/** A scan of {@link attentive} written out in float64, one number at a time. Outputs are [batch, time, units]. */
export function referenceScan(
  inputs: AttentiveInputs,
  run: ReferenceRun,
): { outputs: number[]; h: number[] } {
  const { batch, time, inputSize, units, slots, mask } = run;
  const [sigmoid, tanh] = (['sigmoid', 'tanh'] as const).map((role) => {
    const { variant = 'none', alpha = 1 } = run[role];
    return createNoisyActivation({ base: role, variant, alpha });
  }) as [NoisyActivation, NoisyActivation];
  const apply = (phi: NoisyActivation, c: number, x: number, p: number, xi: number): number =>
    run.training ? phi.value(x, p, c, xi) : phi.expectation(x, p, c);
  const outputs = Array.from<number>({ length: batch * time * units });
  let h = [...inputs.h];
  for (let iteration = 0; iteration < time; iteration++) {
    const t = run.reverse ? time - 1 - iteration : iteration;
    const xi = [0, 1].map((site) =>
      fillNormals(run.key, run.base + 2 * iteration + site, new Float64Array(batch * units)),
    );
    const next = h.map((previous, at) => {
      const [b, j] = [Math.floor(at / units), at % units];
      const row = h.slice(b * units, (b + 1) * units);
      const slot = (s: number): number[] =>
        inputs.memory.slice((b * slots + s) * units, (b * slots + s + 1) * units);
      const powers = Array.from({ length: slots }, (_, s) => Math.exp(dot(slot(s), row)));
      const context = row.map(
        (_, k) =>
          dot(
            powers,
            powers.map((_, s) => slot(s)[k]!),
          ) / sum(powers),
      );
      const x = inputs.xs.slice((b * time + t) * inputSize, (b * time + t + 1) * inputSize);
      const g = apply(
        sigmoid,
        run.sigmoid.c,
        dot(context, column(inputs.contextKernel, units, j)),
        inputs.p[j]!,
        xi[0]![at]!,
      );
      const z = dot(x, column(inputs.kernel, units, j)) + dot(row, column(inputs.recurrentKernel, units, j));
      const candidate = apply(tanh, run.tanh.c, z, inputs.p[units + j]!, xi[1]![at]!);
      return g * previous + (1 - g) * candidate;
    });
    h = h.map((previous, at) => (mask && !mask[Math.floor(at / units) * time + t] ? previous : next[at]!));
    h.forEach((each, at) => {
      outputs[(Math.floor(at / units) * time + t) * units + (at % units)] = each;
    });
  }
  return { outputs, h };
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((each, i) => each * b[i]!));
const column = (matrix: readonly number[], width: number, j: number): number[] =>
  matrix.filter((_, i) => i % width === j);
