import * as tf from '@tensorflow/tfjs-core';
import { gru, gruResetAfter, lstm } from '@unsaturate/cells';
import type { Variant } from '@unsaturate/core';
import type { Cell, SiteActivation, Tensors } from '@unsaturate/scan';
import * as fc from 'fast-check';
import { smallAttention } from '../../../cells/src/attention/testing/small-attention.ts';
import { smallConditionalGru } from '../../../cells/src/conditional-gru/testing/small-conditional-gru.ts';
import { smallMachines } from '../../../cells/src/ntm/testing/small-machines.ts';
import { randomTensor, type ScanCase } from '../../../scan/src/testing/scan-case.ts';
import {
  attention,
  deaf,
  echo,
  fastWeights,
  skip,
  type SmallSizes,
} from '../../../scan/src/testing/small-cells.ts';

type SizedCell = Cell<SmallSizes>;
/** Cells of all kinds, by name. */
export const cells = {
  lstm,
  gru,
  gruResetAfter,
  attention,
  fastWeights,
  deaf,
  echo,
  skip,
  ...smallMachines,
  attentionLstm: smallAttention,
  conditionalGru: smallConditionalGru,
} as unknown as Record<string, SizedCell>;

/** tanh again, as a base of the caller's own. */
const ownBase = {
  h: (x: tf.Tensor) => tf.tanh(x),
  u: (x: tf.Tensor) => x,
  threshold: 1,
  range: [-1, 1],
} as const;

const role = (bases: readonly Base[]): fc.Arbitrary<ChosenRole> =>
  fc
    .record({
      base: fc.constantFrom<Base[]>(...bases),
      variant: fc.constantFrom<Variant>('none', 'NAN', 'NAH', 'NANI', 'NANIL', 'NANIS'),
      form: fc.constantFrom<'equation9' | 'authors'>('equation9', 'authors'),
      clip: fc.boolean(),
      alpha: fc.constantFrom(0.9, 1, 1.15),
      c: fc.constantFrom<(number | 'tensor' | undefined)[]>(0.3, 'tensor', undefined),
    })
    .map(({ c, ...rest }) => ({ ...rest, ...(c !== undefined && { c }) }));

const masks = {
  none: () => 1,
  'first steps': (t: number) => Number(t > 1),
  all: () => 0,
  some: (t: number, b: number) => (t + b) % 2,
};

type Base = NonNullable<SiteActivation['base']>;

/** How an activation is chosen. */
interface ChosenRole {
  readonly base: Base;
  readonly variant: Variant;
  readonly form: 'equation9' | 'authors';
  readonly clip: boolean;
  readonly alpha: number;
  readonly c?: number | 'tensor';
}

/** What a scan is chosen by; `cell` and `mask` by their names. */
export interface Choice {
  readonly cell: string;
  readonly batch: number;
  readonly time: number;
  readonly inputSize: number;
  readonly units: number;
  readonly seed: number;
  readonly sigmoid: ChosenRole;
  readonly tanh: ChosenRole;
  readonly training: boolean;
  readonly reverse: boolean;
  readonly mask: string;
}

/** Scans of all cells, of random sizes and with random options. */
export const choices: fc.Arbitrary<Choice> = fc.record({
  cell: fc.constantFrom(...Object.keys(cells)),
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

/** The scan that was chosen. */
export function caseOf({ batch, time, seed, training, reverse, ...choice }: Choice): ScanCase {
  const cell = cells[choice.cell]!;
  const sizes = { inputSize: choice.inputSize, units: choice.units };
  let next = seed;
  const tensors = (shapes: Readonly<Record<string, readonly number[]>>, scale: number): Tensors =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, randomTensor(shape, (next += 1000), scale)]),
    );
  const states = Object.entries(cell.state(sizes)).map(([name, shape]) => [name, [batch, ...shape]] as const);
  // In another order than the cell's own: only names count.
  const init = tensors(Object.fromEntries(states.toReversed()), 0.5);
  const activation = ({ c, ...rest }: ChosenRole): SiteActivation => ({
    ...rest,
    ...(c !== undefined && { c: c === 'tensor' ? tf.scalar(0.4) : c }),
  });
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
