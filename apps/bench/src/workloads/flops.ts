import type { NtmWorkload, Workload } from './workload.ts';

const gates = { lstm: 4, gru: 3, 'own-cell': 3 } as const;

/**
 * Floating-point operations of the matrix products in one step, forward and backward; a multiply-add counts as 2.
 *
 * With B = batch, T = time, H = units, G = gates, K = classes, each product of [B T, H] with [H, n] costs 2 B T H n.
 * Forward it is done once, backward once for each operand that has a gradient. The inputs of the first layer have
 * none, so
 *
 *     model     2 B T H (G H (6 layers - 1) + 3 K)
 *     own-cell  2 B T H (3 H) 5
 *     ntm       2 B T (4 H (I + M + H) + H (4 M + 12) + (H + M) O + 4 N M) 3
 *
 * of a machine with inputs I, outputs O and a memory of N locations of width M: its head that reads and its head that
 * writes are told 4 M + 12 numbers, and there are 4 products of N M: two similarities, reading and writing.
 *
 * Elementwise work is not counted; an activation has no products, so its count is 0.
 */
export function productFlops(workload: Workload): number {
  if (workload.kind === 'activation') return 0;
  if (workload.kind === 'ntm') return ntmFlops(workload);
  const { units, batch, time } = workload;
  const perColumn = 2 * batch * time * units;
  if (workload.kind === 'own-cell') return perColumn * gates['own-cell'] * units * 5;
  const { cell, layers, classes } = workload;
  return perColumn * (gates[cell] * units * (6 * layers - 1) + 3 * classes);
}

function ntmFlops({ inputSize, outputSize, units, locations, width, batch, time }: NtmWorkload): number {
  const controller = gates.lstm * units * (inputSize + width + units);
  const heads = units * (4 * width + 12);
  const output = (units + width) * outputSize;
  const memory = 4 * locations * width;
  return 2 * batch * time * (controller + heads + output + memory) * 3;
}
