import { constant, exponential, join, linear } from '@unsaturate/schedulers';
import {
  adam,
  type LanguageModelConfig,
  type Optimizer,
  type PositionSchedule,
  sgd,
} from '@unsaturate/train';

/** Everything about a training run that its arm, seed and text do not say. */
export interface Preset {
  readonly description: string;
  readonly model: Pick<LanguageModelConfig, 'cell' | 'layers' | 'units' | 'initRange'>;
  readonly text: { readonly lowerCase: boolean; readonly maxSize?: number };
  /** Whether it is meant for a text the user must name. */
  readonly needsData: boolean;
  readonly batchSize: number;
  readonly timeSteps: number;
  readonly optimizer: () => Optimizer;
  /** For a run that is planned for so many updates. */
  readonly learningRate: (plannedUpdates: number) => PositionSchedule;
  readonly clipNorm: number;
  /** Share of the nonlinearity in the arms nan and nah, unless the user says otherwise. */
  readonly alpha: number;
  readonly epochs: number;
  /** Updates between checkpoints. */
  readonly checkpointEvery: number;
  /** Updates between looks at saturation and slopes. */
  readonly diagnosticsEvery: number;
}

/** Down to a twentieth. */
function quickRate(plannedUpdates: number): PositionSchedule {
  const rate = linear({ initial: 0.003, final: 0.00015, steps: plannedUpdates });
  return ({ update }) => rate(update);
}

/** Zaremba's, in epochs: 1 for four of them, then halved every epoch. */
const zarembaRate = join({
  schedules: [constant(1), exponential({ initial: 0.5, rate: 0.5 })],
  boundaries: [4],
});

/** The presets by name. */
export const presets = {
  quick: {
    description: 'a small LSTM that reads Moby Dick once, in minutes',
    model: { cell: 'lstm', layers: 2, units: 64, initRange: 0.3 },
    text: { lowerCase: true, maxSize: 4000 },
    needsData: false,
    batchSize: 20,
    timeSteps: 10,
    optimizer: () => adam(),
    learningRate: quickRate,
    clipNorm: 5,
    alpha: 1.15, // the authors' code; a leak where saturated, without which so short a run learns less
    epochs: 1,
    checkpointEvery: 50,
    diagnosticsEvery: 25,
  },
  'ptb-small': {
    description: "Zaremba's small configuration for the Penn Treebank (paper section 6.3); needs --data",
    model: { cell: 'lstm', layers: 2, units: 200, initRange: 0.1 },
    text: { lowerCase: false },
    needsData: true,
    batchSize: 20,
    timeSteps: 20,
    optimizer: () => sgd(),
    learningRate:
      () =>
      ({ epoch }) =>
        zarembaRate(epoch),
    clipNorm: 5,
    alpha: 1, // not stated in the paper
    epochs: 13,
    checkpointEvery: 100,
    diagnosticsEvery: 200,
  },
} satisfies Record<string, Preset>;

/** Name of a preset. */
export type PresetName = keyof typeof presets;

/** All presets. */
export const presetNames = Object.keys(presets) as PresetName[];
