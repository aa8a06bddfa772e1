import * as tf from '@tensorflow/tfjs-core';
import type { Cell, Tensors } from '../cell/cell.ts';
import * as fc from 'fast-check';
import { randomTensor, type ScanCase } from './scan-case.ts';

/** What a random step does next: an operation, and the values of before that it is applied to. */
interface Instruction {
  readonly operation: number;
  readonly a: number;
  readonly b: number;
  readonly detail: number;
}

/** An operation on two values of any shapes; undefined where it does not fit them. */
type Operation = (a: tf.Tensor, b: tf.Tensor, detail: number) => tf.Tensor | undefined;

const axisOf = ({ rank }: tf.Tensor, detail: number): number => detail % rank;
const isSized = ({ rank }: tf.Tensor): boolean => rank > 0;
/** At least 1. */
const positive = (x: tf.Tensor): tf.Tensor => tf.add(tf.square(tf.tanh(x)), 1);

/** Smooth functions of one value. */
const unaries: readonly ((x: tf.Tensor) => tf.Tensor)[] = [
  tf.tanh,
  tf.sigmoid,
  tf.neg,
  tf.softplus,
  tf.elu,
  tf.erf,
  (x) => tf.sin(tf.tanh(x)),
  (x) => tf.cos(tf.tanh(x)),
  (x) => tf.exp(tf.tanh(x)),
  (x) => tf.expm1(tf.tanh(x)),
  (x) => tf.square(tf.tanh(x)),
  (x) => tf.sqrt(positive(x)),
  (x) => tf.rsqrt(positive(x)),
  (x) => tf.log(positive(x)),
  (x) => tf.log1p(positive(x)),
  (x) => tf.reciprocal(positive(x)),
  (x) => tf.pow(positive(x), 1.5),
];

/** Smooth functions of two values, with broadcasting. */
const binaries: readonly ((a: tf.Tensor, b: tf.Tensor) => tf.Tensor)[] = [
  tf.add,
  tf.sub,
  (a, b) => tf.mul(tf.tanh(a), b),
  (a, b) => tf.div(a, positive(b)),
  (a, b) => tf.pow(positive(a), tf.tanh(b)),
];

const reductions: readonly ((x: tf.Tensor, axis: number, keepDims: boolean) => tf.Tensor)[] = [
  tf.sum,
  tf.mean,
  tf.max,
  tf.min,
  (x, axis, keepDims) => tf.prod(positive(x), axis, keepDims),
  (x, axis, keepDims) => tf.logSumExp(x, axis, keepDims),
  (x, axis, keepDims) => tf.sum(tf.abs(x), axis, keepDims),
  (x, axis, keepDims) => tf.sqrt(tf.add(tf.sum(tf.square(x), axis, keepDims), 1)),
];

function broadcasts(a: tf.Tensor, b: tf.Tensor): boolean {
  const [long, short] = a.rank < b.rank ? [b.shape, a.shape] : [a.shape, b.shape];
  const aligned = long.slice(long.length - short.length);
  return short.every((size, axis) => size === 1 || aligned[axis] === 1 || size === aligned[axis]);
}

const operations: readonly Operation[] = [
  (a, _b, detail) => unaries[detail % unaries.length]!(a),
  (a, b, detail) => (broadcasts(a, b) ? binaries[detail % binaries.length]!(a, b) : undefined),
  // Not with broadcasting, with which tfjs has no gradient for them.
  (a, b) => (tf.util.arraysEqual(a.shape, b.shape) ? tf.maximum(a, tf.add(b, 0.01)) : undefined),
  (a, b) => (tf.util.arraysEqual(a.shape, b.shape) ? tf.minimum(a, tf.sub(b, 0.01)) : undefined),
  (a, b) =>
    tf.util.arraysEqual(a.shape, b.shape) ? tf.squaredDifference(tf.tanh(a), tf.tanh(b)) : undefined,
  (a, b, detail) => (broadcasts(a, b) ? binaries[(detail >> 1) % binaries.length]!(b, a) : undefined),
  product,
  product,
  (a, _b, detail) =>
    isSized(a) ? reductions[detail % reductions.length]!(a, axisOf(a, detail >> 3), detail > 64) : undefined,
  (a) => (isSized(a) ? tf.softmax(a) : undefined),
  // Along the last axis only: for others tfjs gets the gradient wrong.
  (a, _b, detail) => (isSized(a) ? tf.cumsum(a, a.rank - 1, detail > 64, detail % 2 > 0) : undefined),
  (a, b, detail) => {
    const axis = axisOf(a.rank > 0 ? a : tf.zeros([1]), detail);
    const fits =
      a.rank > 0 && a.rank === b.rank && a.shape.every((size, i) => i === axis || size === b.shape[i]);
    return fits ? tf.concat([a, b], axis) : undefined;
  },
  (a, b, detail) =>
    tf.util.arraysEqual(a.shape, b.shape) ? tf.stack([a, b], detail % (a.rank + 1)) : undefined,
  (a, _b, detail) => {
    if (!isSized(a)) return undefined;
    const axis = axisOf(a, detail);
    const size = a.shape[axis]!;
    const begin = (detail >> 2) % size;
    return tf.slice(
      a,
      a.shape.map((_, i) => (i === axis ? begin : 0)),
      a.shape.with(axis, size - begin),
    );
  },
  (a, _b, detail) => {
    if (!isSized(a)) return undefined;
    const axis = axisOf(a, detail);
    const size = a.shape[axis]!;
    if (size < 2) return undefined;
    const parts = tf.split(a, [1, size - 1], axis);
    return tf.mul(parts[0]!, tf.tanh(parts[1]!));
  },
  (a, _b, detail) => {
    if (!isSized(a)) return undefined;
    const parts = tf.unstack(a, axisOf(a, detail));
    return parts.length > 1 ? parts[(detail >> 2) % parts.length] : undefined;
  },
  (a) => (a.rank > 1 ? tf.transpose(a) : undefined),
  (a, _b, detail) =>
    a.rank > 2
      ? tf.transpose(a, detail % 2 > 0 ? [1, 0, ...a.shape.keys()].toSpliced(2, 2) : undefined)
      : undefined,
  (a, _b, detail) => (isSized(a) ? tf.reverse(a, axisOf(a, detail)) : undefined),
  (a, _b, detail) => tf.expandDims(a, detail % (a.rank + 1)),
  (a) => tf.reshape(a, [a.size]),
  (a) => (a.rank > 1 ? tf.reshape(a, [a.shape[0], -1]) : undefined),
  (a, _b, detail) =>
    isSized(a)
      ? tf.tile(
          a,
          a.shape.map((_, i) => (i === axisOf(a, detail) ? 2 : 1)),
        )
      : undefined,
  (a, _b, detail) =>
    isSized(a)
      ? tf.pad(
          a,
          a.shape.map((_, i): [number, number] => (i === axisOf(a, detail) ? [1, 0] : [0, 0])),
          0.5,
        )
      : undefined,
];

/** A product of two matrices or two batches of them, transposed as they fit. */
function product(a: tf.Tensor, b: tf.Tensor, detail: number): tf.Tensor | undefined {
  if (a.rank < 2 || a.rank !== b.rank || a.rank > 3) return undefined;
  if (!tf.util.arraysEqual(a.shape.slice(0, -2), b.shape.slice(0, -2))) return undefined;
  for (const way of [detail, detail + 1, detail + 2, detail + 3]) {
    const [transposeA, transposeB] = [way % 2 > 0, way % 4 > 1];
    const fits = a.shape.at(transposeA ? -2 : -1) === b.shape.at(transposeB ? -1 : -2);
    if (fits) return tf.tanh(tf.matMul(a, b, transposeA, transposeB));
  }
  return undefined;
}

/** Sizes of a random cell's tensors. */
interface Sizes {
  readonly inputSize: number;
  readonly units: number;
}

/** No value has more elements: what would is left out. */
const maxSize = 400;

/** A cell that follows instructions; where one fits no values it is left out. The last fitting values come out. */
function cellOf(instructions: readonly Instruction[], { inputSize, units }: Sizes): Cell<Sizes> {
  const run = (params: Tensors, x: tf.Tensor, state: Tensors): tf.Tensor[] => {
    const pool = [x, state['h']!, state['matrix']!, state['total']!, ...Object.values(params)];
    for (const { operation, a, b, detail } of instructions) {
      const value = operations[operation % operations.length]!(
        pool[a % pool.length]!,
        pool[b % pool.length]!,
        detail,
      );
      if (value !== undefined && value.size <= maxSize && value.rank <= 4) pool.push(value);
    }
    return pool.toReversed();
  };
  return {
    name: 'random',
    sites: ['h'],
    params: () => ({ w: [inputSize, units], u: [units, units], b: [units], cube: [units, 2, 3], gain: [] }),
    state: () => ({ h: [units], matrix: [units, 2], total: [] }),
    step(params, x, state, { tanh }) {
      const pool = run(params, x, state);
      const like = (tensor: tf.Tensor): tf.Tensor =>
        pool.find(({ shape }) => tf.util.arraysEqual(shape, tensor.shape))!;
      const [batch] = x.shape;
      const last = pool.find(({ rank, shape }) => rank > 0 && shape[0] === batch)!;
      // The newest value may have lost the batch: its mean reaches every row.
      const mean = tf.mean(pool[0]!);
      return {
        output: tf.add(last, mean),
        state: {
          total: tf.tanh(tf.add(like(state['total']!), mean)),
          h: tanh(like(state['h']!)),
          matrix: tf.tanh(like(state['matrix']!)),
        },
      };
    },
  };
}

const instruction = fc.record({
  operation: fc.nat({ max: operations.length - 1 }),
  // From the newest value on, more or less.
  a: fc.nat({ max: 200 }),
  b: fc.nat({ max: 200 }),
  detail: fc.nat({ max: 127 }),
});

/** What a random scan is made from. */
interface Choice {
  readonly instructions: readonly Instruction[];
  readonly batch: number;
  readonly time: number;
  readonly inputSize: number;
  readonly units: number;
  readonly seed: number;
  readonly masked: boolean;
  readonly noisy: boolean;
  readonly reverse: boolean;
}

const choices: fc.Arbitrary<Choice> = fc.record({
  instructions: fc.array(instruction, { minLength: 1, maxLength: 14, size: 'max' }),
  batch: fc.integer({ min: 1, max: 4 }),
  time: fc.integer({ min: 1, max: 4 }),
  inputSize: fc.integer({ min: 1, max: 6 }),
  units: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat({ max: 1000 }),
  masked: fc.boolean(),
  noisy: fc.boolean(),
  reverse: fc.boolean(),
});

/** A scan of a random cell over random values. */
function scanOf(choice: Choice): ScanCase {
  const { instructions, batch, time, seed, masked, noisy, reverse, inputSize, units } = choice;
  const sizes = { inputSize, units };
  const cell = cellOf(instructions, sizes);
  let next = seed;
  const tensors = (shapes: Readonly<Record<string, readonly number[]>>): Tensors =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, randomTensor(shape, (next += 1000), 0.8)]),
    );
  const states = Object.entries(cell.state(sizes)).map(([name, shape]) => [name, [batch, ...shape]] as const);
  return {
    cell: cell as unknown as Cell,
    params: tensors(cell.params(sizes)),
    xs: randomTensor([batch, time, inputSize], seed),
    init: tensors(Object.fromEntries(states)),
    options: {
      reverse,
      training: noisy,
      ...(noisy && { activations: { tanh: { variant: 'NANI' } } }),
      ...(masked && { mask: tf.cast(tf.greater(randomTensor([batch, time], seed + 7), 0), 'float32') }),
    },
  };
}

/** Scans of random cells; made anew in each run, since tensors are. */
export const randomScans: fc.Arbitrary<() => ScanCase> = choices.map((choice) =>
  Object.assign(() => scanOf(choice), { toString: () => JSON.stringify(choice) }),
);
