import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { buildModel } from '../implementations/unsaturate/model.ts';
import { buildNtm } from '../implementations/unsaturate/ntm.ts';
import { buildOwnCell } from '../implementations/unsaturate/own-cell.ts';
import type { Step } from '../implementations/task.ts';
import { productFlops } from './flops.ts';
import { smokeWorkloads, workloads } from './workloads.ts';

const trained = smokeWorkloads.filter((workload) => workload.kind !== 'activation');
type Trained = (typeof trained)[number];

describe('productFlops', () => {
  it('of the small LSTM: 11 products of [400, 200] x [200, 800] and 3 of [400, 200] x [200, 1000]', () => {
    expect(productFlops(workloads.find(({ name }) => name === 'lstm-200')!)).toBe(
      11 * 128_000_000 + 3 * 160_000_000,
    );
  });

  it('of an activation: none', () => {
    expect(productFlops(workloads.find(({ kind }) => kind === 'activation')!)).toBe(0);
  });

  it.each(trained)('counts the products that tfjs runs in $name', async (workload) => {
    const counted = await countProducts(build(workload));
    expect(counted).toBe(productFlops(workload) - notNeeded(workload));
  });
});

function build(workload: Trained): Step {
  if (workload.kind === 'ntm') return buildNtm(workload, 'eager');
  return workload.kind === 'model' ? buildModel(workload, 'eager') : buildOwnCell(workload, 'eager');
}

/**
 * Nothing asks for the gradient of the initial state: a product of [B, G H] with [G H, H] a layer, where G leaves out
 * the candidate of the GRU, whose product is with r h. In a machine neither for that of the initial memory, twice
 * compared and once read, nor for those of what is written last.
 */
function notNeeded(workload: Trained): number {
  const { batch, units } = workload;
  if (workload.kind === 'ntm')
    return 2 * batch * (4 * units ** 2 + (2 + 1 + 2) * workload.locations * workload.width);
  const [gates, layers] =
    workload.kind === 'model' ? [{ lstm: 4, gru: 2 }[workload.cell], workload.layers] : [3, 1];
  return 2 * batch * gates * units ** 2 * layers;
}

async function countProducts(step: Step): Promise<number> {
  let loss = Number.NaN;
  const { kernels } = await tf.profile(async () => {
    loss = await step();
    return [];
  });
  expect(loss).toBeGreaterThan(0);
  return kernels
    .filter(({ name }) => name === 'BatchMatMul')
    .reduce((sum, { inputShapes, outputShapes }) => {
      const [rows, columns] = outputShapes[0]!.slice(-2) as [number, number];
      const inner = tf.util.sizeFromShape(inputShapes[0]!) / rows;
      return sum + 2 * rows * columns * inner;
    }, 0);
}
