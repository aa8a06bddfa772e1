import * as tf from '@tensorflow/tfjs-core';
import { gru, gruResetAfter, lstm } from '@unsaturate/cells';
import type { Variant } from '@unsaturate/core';
import type { Cell, SiteActivation, Tensors } from '@unsaturate/scan';
import * as fc from 'fast-check';
import { disagreements, isNearKink } from '../compare-engines.ts';
import { smallMachines } from '../../../../cells/src/ntm/testing/small-machines.ts';
import { randomTensor, type ScanCase } from '../../../../scan/src/testing/scan-case.ts';
import { randomScans } from '../../../../scan/src/testing/random-cells.ts';
import {
  attention,
  deaf,
  echo,
  fastWeights,
  skip,
  type SmallSizes,
} from '../../../../scan/src/testing/small-cells.ts';

type SizedCell = Cell<SmallSizes>;
const cells = {
  lstm,
  gru,
  gruResetAfter,
  attention,
  fastWeights,
  deaf,
  echo,
  skip,
  ...smallMachines,
} as unknown as Record<string, SizedCell>;

/** tanh again, as a base of the caller's own. */
const ownBase = {
  h: (x: tf.Tensor) => tf.tanh(x),
  u: (x: tf.Tensor) => x,
  threshold: 1,
  range: [-1, 1],
} as const;

const role = (bases: readonly NonNullable<SiteActivation['base']>[]) =>
  fc
    .record({
      base: fc.constantFrom(...bases),
      variant: fc.constantFrom<Variant>('none', 'NAN', 'NAH', 'NANI', 'NANIL', 'NANIS'),
      form: fc.constantFrom('equation9', 'authors'),
      clip: fc.boolean(),
      alpha: fc.constantFrom(0.9, 1, 1.15),
      c: fc.constantFrom(0.3, 'tensor', undefined),
    })
    .map(({ c, ...rest }) => ({ ...rest, ...(c !== undefined && { c }) }));

const masks = {
  none: () => 1,
  'first steps': (t: number) => Number(t > 1),
  all: () => 0,
  some: (t: number, b: number) => (t + b) % 2,
};

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  time: fc.integer({ min: 1, max: 6 }),
  inputSize: fc.integer({ min: 1, max: 9 }),
  units: fc.integer({ min: 1, max: 13 }),
  seed: fc.nat({ max: 1000 }),
  sigmoid: role(['sigmoid', 'hardSigmoid', 'kerasHardSigmoid']),
  tanh: role(['tanh', 'hardTanh', ownBase]),
  training: fc.constantFrom(true, true, false),
  reverse: fc.boolean(),
  mask: fc.constantFrom('without', ...Object.keys(masks)),
});

type Choice = typeof cases extends fc.Arbitrary<infer Each> ? Each : never;

function caseOf(cell: SizedCell, { batch, time, seed, training, reverse, ...choice }: Choice): ScanCase {
  const sizes = { inputSize: choice.inputSize, units: choice.units };
  let next = seed;
  const tensors = (shapes: Readonly<Record<string, readonly number[]>>, scale: number): Tensors =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, randomTensor(shape, (next += 1000), scale)]),
    );
  const states = Object.entries(cell.state(sizes)).map(([name, shape]) => [name, [batch, ...shape]] as const);
  // In another order than the cell's own: only names count.
  const init = tensors(Object.fromEntries(states.toReversed()), 0.5);
  const activation = ({ c, ...rest }: Choice['tanh']): SiteActivation =>
    ({ ...rest, ...(c !== undefined && { c: c === 'tensor' ? tf.scalar(0.4) : c }) }) as SiteActivation;
  const keep = masks[choice.mask as keyof typeof masks] as ((t: number, b: number) => number) | undefined;
  const bits = Array.from({ length: batch }, (_, b) =>
    Array.from({ length: time }, (_, t) => keep?.(t, b) ?? 1),
  );
  return {
    cell: cell as unknown as Cell,
    // Wide sums saturate less: 1 - tanh^2 has few digits left where tanh is nearly 1.
    params: tensors(cell.params(sizes), 1 / Math.sqrt(1 + choice.units / 4)),
    xs: randomTensor([batch, time, choice.inputSize], seed),
    init: { ...init, ...(init['weights'] && { weights: tf.softmax(init['weights']) }) },
    options: {
      activations: { sigmoid: activation(choice.sigmoid), tanh: activation(choice.tanh) },
      training,
      reverse,
      constants: tensors(cell.constants ? { memory: [batch, 3, choice.units] } : {}, 1),
      ...(keep && { mask: tf.tensor2d(bits) }),
    },
  };
}

/**
 * Runs a cell with random sizes and options; throws if WebGPU and the CPU disagree. Gives how many cases were left out
 * because rounding decides there.
 */
export async function checkCell(name: string, seed: number, numRuns: number): Promise<number> {
  let leftOut = 0;
  const agrees = fc.asyncProperty(cases, async (choice) => {
    const each = (): ScanCase => caseOf(cells[name]!, choice);
    if (await isNearKink(each)) leftOut++;
    else await expectNone(disagreements(each));
  });
  await fc.assert(agrees, { seed, numRuns });
  return leftOut;
}

/** Runs random cells; throws if WebGPU and the CPU disagree. */
export async function checkRandomCells(seed: number, numRuns: number): Promise<void> {
  const agrees = fc.asyncProperty(randomScans, (each) => expectNone(disagreements(each)));
  await fc.assert(agrees, { seed, numRuns });
}

async function expectNone(lines: Promise<string[]>): Promise<void> {
  const found = await lines;
  if (found.length > 0) throw new Error(found.join('\n'));
}
