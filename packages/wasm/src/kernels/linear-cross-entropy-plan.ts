import type {
  BufferRef,
  Instruction,
  Loop,
  Matrix,
  Phase,
  Plan,
  PlanBuffer,
  Product,
  Value,
  View,
} from '@unsaturate/scan';

/** Sizes of a tile: some tokens, the features of their hidden vectors, the vocabulary. */
export interface TileSizes {
  readonly rows: number;
  readonly features: number;
  readonly vocabulary: number;
}

/** The buffers to fill and to read, by their index in the plan. */
export const buffers = {
  /** [tiles, rows, features + 1]: hidden vectors, each followed by a 1. */
  hidden: 0,
  /** [features + 1, vocabulary]: the kernel, and the bias as its last row. */
  kernel: 1,
  /** [tiles, rows]: labels as float32. */
  labels: 2,
  losses: 3,
  /** [tiles, rows]: gradients in the losses. */
  dLosses: 4,
  /** [tiles, rows, features]. */
  dHidden: 5,
  /** As the kernel. */
  dKernel: 6,
} as const;

const [logits, highest, sums, picked, vocabularyIndex, factors] = [7, 8, 9, 10, 11, 12] as const;

/**
 * The cross-entropy of a softmax over logits z = [hidden 1] [kernel; bias], tile by tile of tokens as time steps:
 *
 *     m_i = max_v z_iv,   e_iv = exp(z_iv - m_i),   s_i = sum_v e_iv,   loss_i = log s_i - (z_i,label - m_i)
 *     dz_iv = dloss_i (e_iv / s_i - [v = label_i])
 *
 * e takes the place of z, and dz that of e: a backward run can follow a forward run once.
 *
 * @param keep - Whether a backward run may follow; if not, the logits of one tile are all there ever is.
 */
export function linearCrossEntropyPlan(sizes: TileSizes, keep: boolean): Plan {
  const { rows, features, vocabulary } = sizes;
  const perRow = (name: string): PlanBuffer => ({ name, kind: 'steps', size: rows });
  const kernelSize = (features + 1) * vocabulary;
  return {
    buffers: [
      { name: 'hidden', kind: 'steps', size: rows * (features + 1) },
      { name: 'kernel', kind: 'once', size: kernelSize },
      perRow('labels'),
      perRow('losses'),
      perRow('dLosses'),
      { name: 'dHidden', kind: 'steps', size: rows * features },
      { name: 'dKernel', kind: 'once', size: kernelSize },
      { name: 'logits', kind: keep ? 'steps' : 'once', size: rows * vocabulary },
      perRow('highest'),
      perRow('sums'),
      perRow('picked'),
      {
        name: 'vocabulary index',
        kind: 'once',
        size: vocabulary,
        values: Float32Array.from({ length: vocabulary }, (_, v) => v),
      },
      { name: 'factors', kind: 'once', size: rows },
    ],
    inputs: {},
    outputs: {},
    kept: [],
    cotangents: {},
    gradients: {},
    forward: forward(sizes, keep),
    backward: keep ? backward(sizes) : null,
  };
}

function forward(sizes: TileSizes, keep: boolean): Phase {
  const { rows, features, vocabulary } = sizes;
  const [z, m, label, v] = [perLogit(logits, sizes), perToken(highest), perToken(buffers.labels), perWord];
  const apart: Value[] = [
    { op: 'load', load: 0 },
    { op: 'load', load: 1 },
    { op: 'load', load: 2 },
    { op: 'load', load: 3 },
    { op: 'binary', fn: 'sub', args: [0, 1] },
    { op: 'unary', fn: 'exp', args: [4] },
    { op: 'binary', fn: 'equal', args: [2, 3] },
    { op: 'fill', value: 0 },
    { op: 'select', args: [6, 4, 7] },
  ];
  const step: Instruction[] = [
    product({
      m: rows,
      n: vocabulary,
      k: features + 1,
      constantB: true,
      a: matrix(buffers.hidden, features + 1),
      b: matrix(buffers.kernel, vocabulary),
      c: matrix(logits, vocabulary),
    }),
    loop([rows, vocabulary], [z], [{ op: 'load', load: 0 }], [{ ...m, value: 0, combine: 'max' }]),
    loop([rows, vocabulary], [z, m, label, v], apart, [
      ...(keep ? [{ ...z, value: 5, combine: 'set' } as const] : []),
      { ...perToken(sums), value: 5, combine: 'sum' },
      { ...perToken(picked), value: 8, combine: 'sum' },
    ]),
    loop(
      [rows],
      [one(sums), one(picked)],
      [
        { op: 'load', load: 0 },
        { op: 'unary', fn: 'log', args: [0] },
        { op: 'load', load: 1 },
        { op: 'binary', fn: 'sub', args: [1, 2] },
      ],
      [{ ...one(buffers.losses), value: 3, combine: 'set' }],
    ),
  ];
  const before: Instruction[] = [
    { kind: 'clear', buffer: highest, value: Number.NEGATIVE_INFINITY },
    { kind: 'clear', buffer: sums, value: 0 },
    { kind: 'clear', buffer: picked, value: 0 },
  ];
  return { before, step, after: [], forInput: [] };
}

function backward(sizes: TileSizes): Phase {
  const { rows, features, vocabulary } = sizes;
  const [e, factor, label, v, dLoss] = [
    perLogit(logits, sizes),
    perToken(factors),
    perToken(buffers.labels),
    perWord,
    perToken(buffers.dLosses),
  ];
  const step: Instruction[] = [
    loop(
      [rows],
      [one(buffers.dLosses), one(sums)],
      [
        { op: 'load', load: 0 },
        { op: 'load', load: 1 },
        { op: 'binary', fn: 'div', args: [0, 1] },
      ],
      [{ ...one(factors), value: 2, combine: 'set' }],
    ),
    loop(
      [rows, vocabulary],
      [e, factor, label, v, dLoss],
      [
        { op: 'load', load: 0 },
        { op: 'load', load: 1 },
        { op: 'load', load: 2 },
        { op: 'load', load: 3 },
        { op: 'load', load: 4 },
        { op: 'binary', fn: 'mul', args: [0, 1] },
        { op: 'binary', fn: 'equal', args: [2, 3] },
        { op: 'fill', value: 0 },
        { op: 'select', args: [6, 4, 7] },
        { op: 'binary', fn: 'sub', args: [5, 8] },
      ],
      [{ ...e, value: 9, combine: 'set' }],
    ),
    product({
      m: rows,
      n: features,
      k: vocabulary,
      transposeB: true,
      constantB: true,
      a: matrix(logits, vocabulary),
      b: matrix(buffers.kernel, vocabulary),
      c: matrix(buffers.dHidden, features),
    }),
  ];
  const after: Instruction[] = [
    product({
      m: features + 1,
      n: vocabulary,
      k: rows,
      timesSteps: 'k',
      transposeA: true,
      a: matrix(buffers.hidden, features + 1),
      b: matrix(logits, vocabulary),
      c: matrix(buffers.dKernel, vocabulary),
    }),
  ];
  return { before: [], step, after, forInput: [] };
}

const plain = {
  kind: 'product',
  batch: 1,
  timesSteps: null,
  transposeA: false,
  transposeB: false,
  accumulate: false,
  constantB: false,
} as const;

function product(given: Omit<Product, keyof typeof plain> & Partial<Product>): Product {
  return { ...plain, ...given };
}

function loop(
  dims: readonly number[],
  loads: readonly View[],
  values: readonly Value[],
  stores: Loop['stores'],
): Loop {
  return { kind: 'loop', dims, timesSteps: false, loads, values, stores };
}

function at(buffer: number): BufferRef {
  return { buffer, offset: 0, block: 0 };
}

function matrix(buffer: number, rowStride: number): Matrix {
  return { ...at(buffer), rowStride, batchStride: 0 };
}

/** A value for each token and word. */
function perLogit(buffer: number, { vocabulary }: TileSizes): View {
  return { ...at(buffer), strides: [vocabulary, 1] };
}

/** A value for each token, the same for all words. */
function perToken(buffer: number): View {
  return { ...at(buffer), strides: [1, 0] };
}

/** The number of the word, the same for all tokens. */
const perWord: View = { ...at(vocabularyIndex), strides: [0, 1] };

/** A value for each token, in a loop over tokens. */
function one(buffer: number): View {
  return { ...at(buffer), strides: [1] };
}
