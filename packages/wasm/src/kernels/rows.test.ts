import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { embeddingLookup } from '@unsaturate/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomTensor } from '../../../scan/src/testing/scan-case.ts';
import { takeOverGather } from './gather.ts';
import { addSegmentSum } from './segment-sum.ts';

const kernelNames = [tf.UnsortedSegmentSum, tf.GatherV2] as const;

/** What a function gives on each backend, as numbers; it leaves no tensors. */
async function onBoth(run: () => tf.Tensor): Promise<{ cpu: number[]; wasm: number[] }> {
  const on = async (backend: string): Promise<number[]> => {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const numbers = tf.tidy((): number[] => {
      const result = run();
      return [...result.shape, ...result.dataSync()];
    });
    expect(tf.memory().numTensors).toBe(before);
    return numbers;
  };
  return { cpu: await on('cpu'), wasm: await on('wasm') };
}

describe('rows on the backend wasm', () => {
  beforeAll(() => {
    const plain = kernelNames.map((name) => tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined);
    addSegmentSum();
    takeOverGather();
    return () =>
      kernelNames.forEach((name, i) => {
        tf.unregisterKernel(name, 'wasm');
        if (plain[i] !== undefined) tf.registerKernel(plain[i]);
      });
  });

  const cases = fc.record({
    rows: fc.integer({ min: 1, max: 6 }),
    rest: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
    ids: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 9 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('unsortedSegmentSum is that of cpu, without the ids that are out of range', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, rest, ids, seed }) => {
        const shifted = ids.map((id) => id - 1);
        const { cpu, wasm } = await onBoth(() =>
          tf.unsortedSegmentSum(
            randomTensor([ids.length, ...rest], seed),
            tf.tensor1d(shifted, 'int32'),
            rows,
          ),
        );
        expect(wasm).toHaveLength(cpu.length);
        wasm.forEach((value, i) => expect(value).toBeCloseTo(cpu[i]!, 5));
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  it('gather is that of cpu', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, rest, ids, seed }) => {
        const inside = tf.util.toTypedArray(
          ids.map((id) => id % rows),
          'int32',
        ) as Int32Array;
        const shape = ids.length % 2 === 0 ? [2, ids.length / 2] : [ids.length];
        const { cpu, wasm } = await onBoth(() =>
          tf.gather(
            randomTensor([rows, ...rest], seed),
            tf.tensor<tf.Rank.R1>(inside, shape as [number], 'int32'),
          ),
        );
        expect(wasm).toEqual(cpu);
      }),
      { seed: 6, numRuns: 25 },
    );
  });

  it('gather along other axes, of integers and out of range is left as it was', async () => {
    const x = (): tf.Tensor => tf.reshape(tf.range(0, 12), [3, 4]);
    for (const run of [
      () => tf.gather(x(), tf.tensor1d([3, 0], 'int32'), 1),
      () => tf.gather(tf.cast(x(), 'int32'), tf.tensor1d([2, 0], 'int32')),
    ]) {
      const { cpu, wasm } = await onBoth(run);
      expect(wasm).toEqual(cpu);
    }
    expect(() => tf.tidy(() => tf.gather(x(), tf.tensor1d([3], 'int32')))).toThrow(
      'GatherV2: the index value 3 is not in [0, 2]',
    );
  });

  it('embeddingLookup and its gradient are those of cpu', async () => {
    for (const of of ['value', 'gradient'] as const) {
      const { cpu, wasm } = await onBoth(() => {
        const ids = tf.tensor2d([2, 0, 2, 2, 4, 0], [2, 3], 'int32');
        const look = (table: tf.Tensor): tf.Tensor => tf.square(embeddingLookup(table as tf.Tensor2D, ids));
        const table = randomTensor([5, 3], 8);
        return of === 'value' ? look(table) : tf.grad((each) => tf.sum(look(each)))(table);
      });
      expect(wasm).toHaveLength(cpu.length);
      wasm.forEach((value, i) => expect(value).toBeCloseTo(cpu[i]!, 5));
    }
  });
});
