import * as tf from '@tensorflow/tfjs-core';
import { gru, lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type Cell, type Plan, registerTarget, scan, type ScanTarget, zeroState } from '@unsaturate/scan';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from './target/engine.ts';
import { createWasmTarget } from './target/wasm-target.ts';
import { randomTensor } from '../../scan/src/testing/scan-case.ts';

const [batch, time, units] = [20, 20, 200];
const sizes = { inputSize: units, units };
const noisy = { sigmoid: { variant: 'NAH' }, tanh: { variant: 'NAH' } } as const;

/** Bytes of buffers of a plan. */
function bytesOf({ buffers }: Plan, ids: Iterable<number>): number {
  const blocks = { once: 1, steps: time, chain: time + 1 };
  return [...new Set(ids)].reduce((sum, id) => sum + 4 * buffers[id]!.size * blocks[buffers[id]!.kind], 0);
}

describe('the memory of a compiled scan', () => {
  const engine = createEngine();
  const target = createWasmTarget(() => engine);
  let plan: Plan;
  let peak = 0;
  const watched: ScanTarget = {
    ...target,
    prepare: (each) => target.prepare((plan = each)),
  };

  beforeAll(async () => {
    await tf.setBackend('cpu');
    const allocate = engine.heap.allocate.bind(engine.heap);
    Object.assign(engine.heap, {
      allocate(bytes: number): number {
        const at = allocate(bytes);
        peak = Math.max(peak, engine.heap.used);
        return at;
      },
    });
    registerTarget(watched);
  });

  describe.each([
    ['lstm', lstm, {}],
    ['gru', gru, {}],
    ['noisy lstm', lstm, noisy],
  ] as const)('of an %s', (_name, cell, activations) => {
    const params = Object.fromEntries(
      Object.entries(cell.params(sizes)).map(([name, shape], i) => [name, randomTensor(shape, i + 1, 0.1)]),
    );
    const run = (xs: tf.Tensor): tf.Tensor => {
      const any = cell as unknown as Cell;
      const init = zeroState(any, sizes, batch);
      const noise = createNoiseStream(7);
      return scan(any, params, xs, init, { engine: 'compiled', activations, noise, training: true }).outputs;
    };
    const xs = randomTensor([batch, time, units], 9);

    it('stores nothing when there is no gradient', () => {
      peak = 0;
      tf.tidy(() => void run(xs));
      const { inputs, outputs } = plan;
      const states = Object.values(outputs).map(({ buffer }) => buffer);
      expect(engine.heap.used).toBe(0);
      expect(plan.kept).toEqual([]);
      // Beside inputs and outputs: the products of all inputs, a packed factor, and a block of one on the way.
      const { kernel, recurrentKernel } = params as { kernel: tf.Tensor; recurrentKernel: tf.Tensor };
      const products = 4 * batch * time * kernel.shape[1]!;
      const packed = 4 * (recurrentKernel.size + kernel.size);
      expect(peak).toBeLessThan(
        1.02 * (bytesOf(plan, [...Object.values(inputs), ...states]) + products + packed),
      );
    });

    it('is at most 1.3 times what it keeps, is given and gives', () => {
      peak = 0;
      const loss = (): tf.Scalar => tf.sum(run(xs));
      tf.tidy(() => void tf.engine().gradients(loss, [xs, ...Object.values(params)], undefined, true));
      expect(engine.heap.used).toBe(0);
      const { kept, inputs, cotangents, gradients } = plan;
      const y = 4 * batch * time * units;
      const needed =
        y +
        bytesOf(plan, [
          ...kept,
          ...Object.values(inputs),
          ...Object.values(cotangents),
          ...Object.values(gradients).map(({ buffer }) => buffer),
        ]);
      expect(peak / needed).toBeLessThan(1.3);
    });
  });
});
