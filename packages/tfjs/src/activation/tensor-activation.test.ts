import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  type ActivationOptions,
  type Base,
  type BaseName,
  bases as scalarBases,
  createNoisyActivation,
  fillNormals,
  type NoisyActivation,
} from '@unsaturate/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bases } from './bases.ts';
import { noisyActivation, type NoisyActivationOptions } from './noisy-activation.ts';

const names = Object.keys(scalarBases) as BaseName[];
const forms = [
  { variant: 'none' },
  ...(['NAN', 'NAH'] as const).flatMap((variant) => [0.9, 1, 1.15].map((alpha) => ({ variant, alpha }))),
  { variant: 'NANI' },
  { variant: 'NANIL', form: 'equation9' },
  { variant: 'NANIL', form: 'authors' },
  { variant: 'NANIS' },
] satisfies ActivationOptions<Base>[];

const units = 8;
const random = (stream: number, n: number, scale = 1): Float32Array =>
  fillNormals([11, 0], stream, new Float32Array(n)).map((each) => scale * each);
const special = [0, -0, 1e-30, -1e-7, 1, -1, 2, -2, 2.5, -2.5, 6, -6, 40, -40, 1e6, -1e6];
const x = Float32Array.from([...special, ...random(0, 48, 2)]);
const n = x.length;
const rows = n / units;
const p = Float32Array.of(-1.3, -0.7, -0.1, 0, 0.2, 0.6, 1, 1.5);
const xi = random(1, n);
const c = Math.fround(0.8);

/** What the scalar definition gives for each element, with p per unit. */
interface Reference {
  values: number[];
  derivatives: { x: number; p: number; c: number }[];
  /** 0 where the derivative jumps within float32 rounding of x, else a fixed weight. */
  dy: number[];
}

describe.each(['cpu', 'wasm'])('noisyActivation on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  afterAll(() => tf.setBackend('cpu'));

  describe.each(names)('%s', (base) => {
    for (const form of forms) {
      it.each([
        { clip: false, training: true },
        { clip: false, training: false },
        { clip: true, training: true },
        { clip: true, training: false },
      ])(`${JSON.stringify(form)} %j is the scalar definition`, ({ clip, training }) => {
        const expected = reference(createNoisyActivation({ base, ...form, clip }), training);
        const errors = largestErrors({ base, ...form, clip, training }, expected);
        expect(errors.value).toBeLessThanOrEqual(2e-5);
        expect(errors.gradient).toBeLessThanOrEqual(1e-4);
      });
    }
  });

  it('has the derivative of the linear side at the corner of a hard base', () => {
    tf.tidy(() => {
      for (const base of ['hardSigmoid', 'hardTanh', 'kerasHardSigmoid'] as const) {
        const { threshold, du } = scalarBases[base];
        for (const variant of ['none', 'NAN', 'NAH'] as const) {
          const noise = tf.tensor1d([1, -1]);
          const slope = tf.grad((x) => noisyActivation(x, { base, variant, noise, training: true }));
          const slopes = slope(tf.tensor1d([threshold!, -threshold!])).dataSync();
          slopes.forEach((each) => expect(each).toBeCloseTo(du(0), 6));
        }
      }
    });
  });

  it('takes a base of the caller, scalar and tensor alike', () => {
    const own: Base = {
      h: (x) => x / (1 + Math.abs(x)),
      dh: (x) => (1 + Math.abs(x)) ** -2,
      u: (x) => x,
      du: () => 1,
      threshold: 1.5,
      range: [-1, 1],
    };
    const base = {
      h: (x: tf.Tensor) => tf.div(x, tf.add(tf.abs(x), 1)),
      u: (x: tf.Tensor) => x,
      threshold: 1.5,
      range: [-1, 1] as const,
    };
    for (const form of forms) {
      const expected = reference(createNoisyActivation({ ...form, base: own, clip: true }), true);
      const errors = largestErrors({ ...form, base, clip: true, training: true }, expected);
      expect(errors.value).toBeLessThanOrEqual(2e-5);
      expect(errors.gradient).toBeLessThanOrEqual(1e-4);
    }
  });
});

describe('bases', () => {
  it('have the limits of the scalar bases', () => {
    for (const name of names) {
      const { threshold, range } = scalarBases[name];
      expect(bases[name]).toMatchObject({ threshold, range });
    }
  });
});

function reference(phi: NoisyActivation, training: boolean): Reference {
  const at = (x: number, e: number, shift: number) => {
    const moved = x + shift * 1e-5 * Math.max(1, Math.abs(x));
    const slope = p[e % units]!;
    return training ? phi.derivatives(moved, slope, c, xi[e]!) : phi.expectationDerivatives(moved, slope, c);
  };
  const derivatives = Array.from(x, (each, e) => at(each, e, 0));
  const jumps = Array.from(x, (each, e) =>
    [-1, 1].some((shift) => {
      const [here, there] = [derivatives[e]!, at(each, e, shift)];
      return (['x', 'p', 'c'] as const).some(
        (key) => Math.abs(here[key] - there[key]) > 1e-2 * Math.max(1, Math.abs(here[key])),
      );
    }),
  );
  return {
    values: Array.from(x, (each, e) => {
      const slope = p[e % units]!;
      return training ? phi.value(each, slope, c, xi[e]!) : phi.expectation(each, slope, c);
    }),
    derivatives,
    dy: Array.from(random(2, n), (weight, e) => (jumps[e] ? 0 : weight)),
  };
}

/** Of `noisyActivation` with its gradients in x, p and c, each relative where the expected value is above 1. */
function largestErrors(
  options: NoisyActivationOptions,
  { values, derivatives, dy }: Reference,
): { value: number; gradient: number } {
  const weighted = derivatives.map((each, e) => ({
    x: dy[e]! * each.x,
    p: dy[e]! * each.p,
    c: dy[e]! * each.c,
  }));
  const ofUnit = (unit: number) => weighted.filter((_, e) => e % units === unit);
  return tf.tidy(() => {
    const [xs, noise] = [tf.tensor2d(x, [rows, units]), tf.tensor2d(xi, [rows, units])];
    const parameters = { p: tf.tensor1d(p), c: tf.scalar(c) };
    const apply = (): tf.Tensor => noisyActivation(xs, { ...options, ...parameters, noise });
    const loss = (): tf.Tensor => tf.sum(tf.mul(apply(), tf.tensor2d(dy, [rows, units])));
    const inputs = [xs, parameters.p, parameters.c];
    const { grads } = tf.engine().gradients(loss, inputs, undefined, true);
    const expected = [
      weighted.map((each) => each.x),
      Array.from(p, (_, unit) => total(ofUnit(unit).map((each) => each.p))),
      [total(weighted.map((each) => each.c))],
    ];
    return {
      value: largestError(apply(), values),
      gradient: Math.max(...expected.map((each, i) => largestError(grads[i], each))),
    };
  });
}

/** No gradient is a gradient of zero. */
function largestError(actual: tf.Tensor | undefined, expected: readonly number[]): number {
  const values = actual?.dataSync() ?? new Float32Array(expected.length);
  if (values.length !== expected.length) return Infinity;
  return Math.max(...expected.map((each, e) => Math.abs(values[e]! - each) / Math.max(1, Math.abs(each))));
}

function total(terms: readonly number[]): number {
  return terms.reduce((sum, term) => sum + term, 0);
}
