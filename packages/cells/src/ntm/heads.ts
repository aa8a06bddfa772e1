import * as tf from '@tensorflow/tfjs-core';
import type { CellActivation } from '@unsaturate/scan';
import { contentAddressing, interpolate, sharpen, shift } from './addressing.ts';
import type { NtmOptions, NtmSizes } from './sizes.ts';

/** What the heads are told by the controller; K = R + W heads, those that read first. */
export interface HeadInstructions {
  /** Keys [batch, K, M]. */
  readonly k: tf.Tensor;
  /** Key strengths [batch, K, 1]. */
  readonly beta: tf.Tensor;
  /** Interpolation gates [batch, K, 1]. */
  readonly g: tf.Tensor;
  /** Shift weights [batch, K, S]. */
  readonly s: tf.Tensor;
  /** Sharpening exponents [batch, K, 1]. */
  readonly gamma: tf.Tensor;
  /** Erase vectors of the heads that write [batch, W, M]. */
  readonly e: tf.Tensor;
  /** Add vectors of the heads that write [batch, W, M]. */
  readonly a: tf.Tensor;
}

type Counts = Pick<Required<NtmOptions>, 'readHeads' | 'writeHeads' | 'shifts'>;

/** How the controller's linear output is divided: for each of k, beta, g, s, gamma, e, a the heads that get it, and its size. */
export function headLayout(
  { readHeads, writeHeads, shifts }: Counts,
  { width }: Pick<NtmSizes, 'width'>,
): readonly (readonly [heads: number, size: number])[] {
  const all = readHeads + writeHeads;
  return [
    [all, width],
    [all, 1],
    [all, 1],
    [all, shifts],
    [all, 1],
    [writeHeads, width],
    [writeHeads, width],
  ];
}

/** Columns of the controller's linear output. */
export function headColumns(counts: Counts, sizes: Pick<NtmSizes, 'width'>): number {
  return headLayout(counts, sizes).reduce((sum, [heads, size]) => sum + heads * size, 0);
}

/** The squashing functions of the heads. */
export interface HeadActivations {
  readonly sigmoid: CellActivation;
  readonly tanh: CellActivation;
}

/** Those of heads without noise. */
export const plainHeads: HeadActivations = { sigmoid: (z) => tf.sigmoid(z), tanh: (z) => tf.tanh(z) };

/**
 * Instructions from the controller's linear output z, divided as {@link headLayout} says:
 *
 *     k = tanh(zk)   beta = softplus(zb)   g = clip(sigmoid(zg), 0, 1)   s = softmax(zs)
 *     gamma = 1 + softplus(zy)   e = sigmoid(ze)   a = tanh(za)
 *
 * The gate is clipped because noise can carry it out of its range, and weights below 0 have no power.
 *
 * @param z - [batch, columns], see {@link headColumns}.
 * @param p - Noise slopes, one for each column of k, g, e and a in this order, if the heads are noisy.
 * @see Graves et al. 2014, section 3.3; the squashing of k and a is that of later implementations.
 */
export function instructions(
  z: tf.Tensor,
  counts: Counts,
  sizes: Pick<NtmSizes, 'width'>,
  { sigmoid, tanh }: HeadActivations,
  p?: tf.Tensor,
): HeadInstructions {
  const layout = headLayout(counts, sizes);
  const parts = tf.split(
    z,
    layout.map(([heads, size]) => heads * size),
    1,
  );
  const [zk, zb, zg, zs, zy, ze, za] = parts as Parts;
  const [pk, pg, pe, pa] = p === undefined ? [] : tf.split(p, slopeSizes(layout));
  const squashed = [
    tanh(zk, pk),
    tf.softplus(zb),
    tf.clipByValue(sigmoid(zg, pg), 0, 1),
    zs,
    tf.add(tf.softplus(zy), 1),
    sigmoid(ze, pe),
    tanh(za, pa),
  ].map((part, i) => tf.reshape(part, [z.shape[0], ...layout[i]!]));
  const [k, beta, g, s, gamma, e, a] = squashed as Parts;
  return { k, beta, g, s: tf.softmax(s), gamma, e, a };
}

type Parts = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/** Sites of the heads, in the order in which {@link instructions} calls them. */
export const headSites: readonly string[] = ['key', 'gate', 'erase', 'add'];

/** How many slopes each of {@link headSites} has. */
function slopeSizes(layout: ReturnType<typeof headLayout>): number[] {
  return [0, 2, 5, 6].map((i) => layout[i]![0] * layout[i]![1]);
}

/** Slopes of all {@link headSites}. */
export function headSlopes(counts: Counts, sizes: Pick<NtmSizes, 'width'>): number {
  return slopeSizes(headLayout(counts, sizes)).reduce((a, b) => a + b, 0);
}

/**
 * Addressing, figure 2 of the paper: by content, interpolated, shifted, sharpened.
 *
 * @param memory - [batch, N, M].
 * @param previous - Weights of the step before [batch, K, N].
 * @returns Weights [batch, K, N].
 */
export function address(
  { k, beta, g, s, gamma }: HeadInstructions,
  memory: tf.Tensor,
  previous: tf.Tensor,
): tf.Tensor {
  const content = contentAddressing(k, beta, memory);
  return sharpen(shift(interpolate(g, content, previous), s), gamma);
}
