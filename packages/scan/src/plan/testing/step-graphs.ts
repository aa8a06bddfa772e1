import fc from 'fast-check';
import { graphBuilder, type GraphBuilder } from '../../graph/build.ts';
import type { BinaryFunction, Graph, NodeId, UnaryFunction } from '../../graph/graph.ts';

/** Sizes of a step. */
export interface StepSizes {
  readonly batch: number;
  readonly inputSize: number;
  readonly units: number;
}

/** An LSTM step with hard gates, noise at one site, and its gradient, written by hand. */
export function lstmStep({ batch, inputSize, units }: StepSizes): Graph {
  const b = graphBuilder();
  const wide = [batch, 4 * units];
  const [kernel, recurrent] = [
    b.input('params/kernel', [inputSize, 4 * units]),
    b.input('params/recurrent', [units, 4 * units]),
  ];
  const bias = b.input('params/bias', [4 * units]);
  const [x, h, c] = [
    b.input('x', [batch, inputSize]),
    b.input('state/h', [batch, units]),
    b.input('state/c', [batch, units]),
  ];
  const noise = b.input('noise/0', [batch, units]);
  const row = (node: NodeId, shape: number[]): NodeId => b.broadcast(b.reshape(node, [1, shape[1]!]), shape);
  const z = b.binary('add', b.binary('add', b.matmul(x, kernel), b.matmul(h, recurrent)), row(bias, wide));
  const part = (n: number): NodeId => b.slice(z, [0, n * units], [batch, units]);
  const [i, f, o] = [part(0), part(1), part(3)].map((each) => b.unary('sigmoid', each)) as [
    NodeId,
    NodeId,
    NodeId,
  ];
  const g = b.binary('add', b.unary('tanh', part(2)), noise);
  const nextC = b.binary('add', b.binary('mul', f, c), b.binary('mul', i, g));
  const t = b.unary('tanh', nextC);
  const nextH = b.binary('mul', o, t);

  const [dy, dh, dc] = [
    b.input('d/output', [batch, units]),
    b.input('d/state/h', [batch, units]),
    b.input('d/state/c', [batch, units]),
  ];
  const one = b.fill(1, [batch, units]);
  const back = (d: NodeId, slope: NodeId): NodeId => b.binary('mul', d, slope);
  const sigmoidSlope = (s: NodeId): NodeId => b.binary('mul', s, b.binary('sub', one, s));
  const tanhSlope = (s: NodeId): NodeId => b.binary('sub', one, b.binary('mul', s, s));
  const dH = b.binary('add', dy, dh);
  const dC = b.binary('add', dc, back(b.binary('mul', dH, o), tanhSlope(t)));
  const dz = b.concat(
    [
      back(b.binary('mul', dC, g), sigmoidSlope(i)),
      back(b.binary('mul', dC, c), sigmoidSlope(f)),
      back(b.binary('mul', dC, i), tanhSlope(b.unary('tanh', part(2)))),
      back(b.binary('mul', dH, t), sigmoidSlope(o)),
    ],
    1,
  );
  return b.finish({
    output: nextH,
    'state/h': nextH,
    'state/c': nextC,
    'd/x': b.matmul(dz, kernel, { transposeB: true }),
    'd/params/kernel': b.matmul(x, dz, { transposeA: true }),
    'd/params/recurrent': b.matmul(h, dz, { transposeA: true }),
    'd/params/bias': b.reduce('sum', dz, [0]),
    'd/state/h': b.matmul(dz, recurrent, { transposeB: true }),
    'd/state/c': b.binary('mul', dC, f),
  });
}

const unaries: readonly UnaryFunction[] = ['neg', 'abs', 'sigmoid', 'tanh', 'softplus', 'step'];
const binaries: readonly BinaryFunction[] = ['add', 'sub', 'mul', 'min', 'max', 'less'];

/**
 * Random steps over every operation, "gradients" included: those are any values of the right shapes, since a plan only
 * has to compute what the graph says.
 */
export const randomStep: fc.Arbitrary<Graph> = fc
  .record({
    sizes: fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      inputSize: fc.integer({ min: 1, max: 4 }),
      units: fc.integer({ min: 1, max: 4 }),
    }),
    forward: fc.array(fc.tuple(fc.nat(20), fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 14 }),
    backward: fc.array(fc.tuple(fc.nat(20), fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 14 }),
    picks: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
    sameState: fc.boolean(),
  })
  .map(({ sizes: { batch, inputSize, units }, forward, backward, picks, sameState }) => {
    const b = graphBuilder();
    const shape = [batch, units];
    const kernel = b.input('params/kernel', [inputSize, units]);
    const recurrent = b.input('params/recurrent', [units, units]);
    const slope = b.input('params/p', [2, units]);
    const x = b.input('x', [batch, inputSize]);
    const [h, c] = [b.input('state/h', shape), b.input('state/c', shape)];
    const noise = b.input('noise/0', shape);
    const pool = [b.matmul(x, kernel), h, c, noise];
    const extra = { slope, recurrent };
    for (const choice of forward) pool.push(grow(b, pool, extra, shape, choice));
    const pick = (n: number): NodeId => pool[picks[n]! % pool.length]!;
    const nextH = pick(0);
    const outputs = { output: sameState ? nextH : pick(1), 'state/h': nextH, 'state/c': pick(2) };
    pool.push(b.input('d/output', shape), b.input('d/state/h', shape), b.input('d/state/c', shape));
    for (const choice of backward) pool.push(grow(b, pool, extra, shape, choice));
    const row = (n: number): NodeId => b.reshape(b.reduce('sum', pick(n), [0]), [1, units]);
    return b.finish({
      ...outputs,
      'd/x': b.matmul(pick(3), kernel, { transposeB: true }),
      'd/params/kernel': b.matmul(x, pick(4), { transposeA: true }),
      'd/params/recurrent': b.binary(
        'add',
        b.matmul(h, pick(5), { transposeA: true }),
        b.matmul(pick(6), pick(7), { transposeA: true }),
      ),
      'd/params/p': b.binary('mul', b.concat([row(8), row(9)], 0), slope),
      'd/state/h': pick(10),
      'd/state/c': b.matmul(pick(11), recurrent, { transposeB: true }),
    });
  });

/** One more value of the shape. */
function grow(
  b: GraphBuilder,
  pool: readonly NodeId[],
  { slope, recurrent }: { slope: NodeId; recurrent: NodeId },
  shape: readonly number[],
  [kind, first, second]: readonly [number, number, number],
): NodeId {
  const [batch, units] = shape as [number, number];
  const [one, two] = [pool[first % pool.length]!, pool[second % pool.length]!];
  switch (kind) {
    case 0:
      return b.matmul(one, recurrent);
    case 1:
      return b.binary('add', one, b.matmul(two, recurrent));
    case 2:
      return b.binary('mul', one, b.broadcast(b.slice(slope, [second % 2, 0], [1, units]), [...shape]));
    case 3:
      return b.slice(b.concat([one, two], 1), [0, second % (units + 1)], [...shape]);
    case 4:
      return b.transpose(b.transpose(b.unary('tanh', one), [1, 0]), [1, 0]);
    case 5:
      return b.binary('sub', one, b.broadcast(b.reshape(b.reduce('max', one, [1]), [batch, 1]), [...shape]));
    case 6:
      return b.select(b.binary('less', one, two), two, b.fill(0.5, [...shape]));
    case 7:
      return b.reshape(b.transpose(b.reshape(b.unary('neg', one), [units, batch]), [1, 0]), [...shape]);
    case 8:
      return b.matmul(b.matmul(one, two, { transposeB: true }), one);
    case 9:
      return b.binary(
        'mul',
        b.unary('sigmoid', one),
        b.broadcast(b.reshape(b.reduce('sum', two, [0]), [1, units]), [...shape]),
      );
    default:
      return kind % 2 === 0
        ? b.unary(unaries[second % unaries.length]!, one)
        : b.binary(binaries[kind % binaries.length]!, one, two);
  }
}
