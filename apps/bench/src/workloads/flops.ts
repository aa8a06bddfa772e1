import type { Workload } from './workload.ts';

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
 *
 * Elementwise work is not counted; an activation has no products, so its count is 0.
 */
export function productFlops(workload: Workload): number {
  if (workload.kind === 'activation') return 0;
  const { units, batch, time } = workload;
  const perColumn = 2 * batch * time * units;
  if (workload.kind === 'own-cell') return perColumn * gates['own-cell'] * units * 5;
  const { cell, layers, classes } = workload;
  return perColumn * (gates[cell] * units * (6 * layers - 1) + 3 * classes);
}
