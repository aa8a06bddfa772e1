import type {
  BufferRef,
  Instruction,
  Loop,
  Matrix,
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

const names = [
  'hidden',
  'kernel',
  'bias',
  'labels',
  'losses',
  'highest',
  'sums',
  'picked',
  'logits',
  'words',
  'dLosses',
  'dHidden',
  'dKernel',
  'dBias',
] as const;

/** The buffers of the plan. Tokens are in tiles, [tiles, rows, ...]. */
export const buffers: Readonly<Record<(typeof names)[number], number>> = Object.fromEntries(
  names.map((name, id) => [name, id]),
) as typeof buffers;

const load = (load: number): Value => ({ op: 'load', load });

/**
 * The cross-entropy of a softmax over logits z = hidden kernel + bias, tile by tile of tokens as time steps:
 *
 *     m_i = max_v z_iv,   s_i = sum_v exp(z_iv - m_i),   loss_i = log s_i - (z_i,label - m_i)
 *     dz_iv = dloss_i (exp(z_iv - m_i) / s_i - [v = label_i])
 *
 * Logits are there for one tile at a time; the backward run computes them again.
 */
export function linearCrossEntropyPlan(sizes: TileSizes, keep: boolean): Plan {
  const { rows, features, vocabulary } = sizes;
  const shapes: Readonly<Record<keyof typeof buffers, readonly [PlanBuffer['kind'], number]>> = {
    hidden: ['steps', rows * features],
    kernel: ['once', features * vocabulary],
    bias: ['once', vocabulary],
    labels: ['steps', rows],
    losses: ['steps', rows],
    highest: ['steps', rows],
    sums: ['steps', rows],
    picked: ['once', rows],
    logits: ['once', rows * vocabulary],
    words: ['once', vocabulary],
    dLosses: ['steps', rows],
    dHidden: ['steps', rows * features],
    dKernel: ['once', features * vocabulary],
    dBias: ['once', vocabulary],
  };
  const words = Float32Array.from({ length: vocabulary }, (_, v) => v);
  const { hidden, kernel, bias, labels, dLosses } = buffers;
  return {
    buffers: names.map((name) => {
      const [kind, size] = shapes[name];
      return { name, kind, size, ...(name === 'words' && { values: words }) };
    }),
    inputs: { hidden, kernel, bias, labels },
    outputs: {},
    kept: keep ? [buffers.highest, buffers.sums] : [],
    cotangents: { losses: dLosses },
    gradients: {},
    forward: { before: [], step: forward(sizes), after: [], forInput: [] },
    backward: keep
      ? {
          before: [buffers.dKernel, buffers.dBias].map((buffer) => ({ kind: 'clear', buffer, value: 0 })),
          step: backward(sizes),
          after: [],
          forInput: [],
        }
      : null,
  };
}

function forward(sizes: TileSizes): Instruction[] {
  const { rows, vocabulary } = sizes;
  const { logits, bias, highest, labels, words, sums, picked, losses } = buffers;
  const [z, b] = [perLogit(logits, sizes), perWord(bias)];
  return [
    logitsOf(sizes),
    fill(rows, highest, Number.NEGATIVE_INFINITY),
    loop(
      [rows, vocabulary],
      [z, b],
      [load(0), load(1), { op: 'binary', fn: 'add', args: [0, 1] }],
      [{ ...perToken(highest), value: 2, combine: 'max' }],
    ),
    fill(rows, sums, 0),
    fill(rows, picked, 0),
    loop(
      [rows, vocabulary],
      [z, b, perToken(highest), perToken(labels), perWord(words)],
      [
        ...[0, 1, 2, 3, 4].map(load),
        { op: 'binary', fn: 'add', args: [0, 1] },
        { op: 'binary', fn: 'sub', args: [5, 2] },
        { op: 'unary', fn: 'exp', args: [6] },
        { op: 'binary', fn: 'equal', args: [3, 4] },
        { op: 'fill', value: 0 },
        { op: 'select', args: [8, 6, 9] },
      ],
      [
        { ...perToken(sums), value: 7, combine: 'sum' },
        { ...perToken(picked), value: 10, combine: 'sum' },
      ],
    ),
    loop(
      [rows],
      [one(sums), one(picked)],
      [load(0), load(1), { op: 'unary', fn: 'log', args: [0] }, { op: 'binary', fn: 'sub', args: [2, 1] }],
      [{ ...one(losses), value: 3, combine: 'set' }],
    ),
  ];
}

function backward(sizes: TileSizes): Instruction[] {
  const { rows, features, vocabulary } = sizes;
  const { logits, bias, highest, sums, labels, words, dLosses, dBias, dHidden, dKernel, hidden, kernel } =
    buffers;
  const z = perLogit(logits, sizes);
  const perTokens = [highest, sums, labels, dLosses].map(perToken);
  return [
    logitsOf(sizes),
    loop(
      [rows, vocabulary],
      [z, perWord(bias), perWord(words), ...perTokens],
      [
        ...[0, 1, 2, 3, 4, 5, 6].map(load),
        { op: 'binary', fn: 'add', args: [0, 1] },
        { op: 'binary', fn: 'sub', args: [7, 3] },
        { op: 'unary', fn: 'exp', args: [8] },
        { op: 'binary', fn: 'div', args: [9, 4] },
        { op: 'binary', fn: 'equal', args: [2, 5] },
        { op: 'binary', fn: 'sub', args: [10, 11] },
        { op: 'binary', fn: 'mul', args: [6, 12] },
      ],
      [
        { ...z, value: 13, combine: 'set' },
        { ...perWord(dBias), value: 13, combine: 'sum' },
      ],
    ),
    product({
      m: rows,
      n: features,
      k: vocabulary,
      transposeB: true,
      a: matrix(logits, vocabulary),
      b: matrix(kernel, vocabulary),
      c: matrix(dHidden, features),
    }),
    product({
      m: features,
      n: vocabulary,
      k: rows,
      transposeA: true,
      accumulate: true,
      a: matrix(hidden, features),
      b: matrix(logits, vocabulary),
      c: matrix(dKernel, vocabulary),
    }),
  ];
}

/** `hidden kernel`, without the bias. */
function logitsOf({ rows, features, vocabulary }: TileSizes): Product {
  return product({
    m: rows,
    n: vocabulary,
    k: features,
    a: matrix(buffers.hidden, features),
    b: matrix(buffers.kernel, vocabulary),
    c: matrix(buffers.logits, vocabulary),
  });
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

function fill(rows: number, buffer: number, value: number): Loop {
  return loop([rows], [], [{ op: 'fill', value }], [{ ...one(buffer), value: 0, combine: 'set' }]);
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

/** A value for each word, the same for all tokens. */
function perWord(buffer: number): View {
  return { ...at(buffer), strides: [0, 1] };
}

/** A value for each token, in a loop over tokens. */
function one(buffer: number): View {
  return { ...at(buffer), strides: [1] };
}
