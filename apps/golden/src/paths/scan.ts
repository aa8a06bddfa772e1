import * as tf from '@tensorflow/tfjs-core';
import { gru, lstm, type RecurrentSizes } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type Cell, scan, type SiteActivation } from '@unsaturate/scan';
import { collect, gradientScale, ofLargestOrOne, type PathResult } from '../compare.ts';
import type { ScanCase } from '../golden-files.ts';

const cells = { lstm, gru } as unknown as Record<ScanCase['kind'], Cell<RecurrentSizes>>;

/** `scan` over each cell, with the gradients of sum(y * dy), on the active backend. */
export function scanPath(
  backend: string,
  engine: 'eager' | 'compiled',
  cases: readonly ScanCase[],
): PathResult[] {
  const path = `scan ${engine} (${backend})`;
  const values = collect(path, 'outputs and states', 2e-5, ofLargestOrOne);
  const gradients = collect(path, 'gradients', 1e-4, gradientScale);
  cases.forEach((each, i) => {
    const name = `#${i} ${each.kind} ${each.variant}`;
    tf.tidy(() => {
      const { outputs, grads } = run(each, engine);
      outputs.forEach(({ actual, expected }) => values.add(name, actual.dataSync(), expected));
      grads.forEach(({ actual, expected }) =>
        gradients.add(name, actual?.dataSync() ?? new Float32Array(expected.length), expected),
      );
    });
  });
  return [values.result(cases.length), gradients.result(cases.length)];
}

interface Comparison<Actual> {
  readonly actual: Actual;
  readonly expected: readonly number[];
}

function run(
  each: ScanCase,
  engine: 'eager' | 'compiled',
): { outputs: Comparison<tf.Tensor>[]; grads: Comparison<tf.Tensor | null>[] } {
  const { B, T, I, H } = each;
  const cell = cells[each.kind];
  const { h0, c0, x, ...flatParams } = each.inputs;
  const shapes = cell.params({ inputSize: I, units: H });
  const params = Object.fromEntries(
    Object.entries(flatParams).map(([name, values]) => [name, tf.tensor(values, [...shapes[name]!])]),
  );
  const xs = tf.tensor(x, [B, T, I]);
  const init = { h: tf.tensor(h0, [B, H]), ...(c0 && { c: tf.tensor(c0, [B, H]) }) };
  const names = ['x', ...Object.keys(params), ...Object.keys(init).map((state) => `${state}0`)];

  const activation = (base: ScanCase['gate']): SiteActivation => {
    const { variant, alpha, c, form, clip } = each;
    return { base, variant, alpha, c, form, clip };
  };
  let result: ReturnType<typeof scan> | undefined;
  const loss = (): tf.Scalar => {
    result = scan(cell, params, xs, init, {
      ...(each.mask && { mask: tf.tensor(each.mask, [B, T]) }),
      engine,
      reverse: each.reverse,
      training: each.training,
      noise: createNoiseStream(each.key, each.stream),
      activations: { sigmoid: activation(each.gate), tanh: activation(each.state) },
    });
    tf.keep(result.outputs);
    Object.values(result.state).forEach((state) => tf.keep(state));
    return tf.sum(tf.mul(result.outputs, tf.tensor(each.dy, [B, T, H])));
  };
  const wanted = [xs, ...Object.values(params), ...Object.values(init)];
  const { grads } = tf.engine().gradients(loss, wanted, undefined, true);
  const { outputs, state } = result!;
  const states = Object.entries(state).map(([name, actual]) => ({
    actual,
    expected: (name === 'h' ? each.hT : each.cT)!,
  }));
  return {
    outputs: [{ actual: outputs, expected: each.y }, ...states],
    grads: names.map((name, k) => ({
      actual: grads[k] ?? null,
      expected: each.grads[name as keyof ScanCase['grads']]!,
    })),
  };
}
