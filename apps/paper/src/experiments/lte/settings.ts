import type { Hardness } from '@unsaturate/tasks';
import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface LteSettings {
  /** Units of each of the two layers, and width of the embedding. */
  readonly units: number;
  readonly batchSize: number;
  /** Characters of a window. */
  readonly timeSteps: number;
  /** Parameters start uniform on +-initRange. */
  readonly initRange: number;
  readonly learningRate: number;
  readonly clipNorm: number;
  /** Share of the nonlinearity in NAH, eq. 11. */
  readonly alpha: number;
  /** The hardest programs, those that are tested on. */
  readonly target: Hardness;
  /** Validation accuracy above which a level is done. */
  readonly targetAccuracy: number;
  readonly updates: number;
  /** Updates from one check of the curriculum to the next, an epoch; the state starts anew with each. */
  readonly epochUpdates: number;
  /** Windows of the columns that are validated on, and tested on. */
  readonly heldOutWindows: { readonly validation: number; readonly test: number };
}

const paper: LteSettings = {
  units: 128,
  batchSize: 50,
  timeSteps: 50,
  initRange: 0.08,
  learningRate: 0.5,
  clipNorm: 5,
  alpha: 1,
  target: { length: 6, nesting: 3 },
  targetAccuracy: 0.95,
  updates: 20_000,
  epochUpdates: 100,
  heldOutWindows: { validation: 10, test: 60 },
};

/** Settings by preset. */
export const settings: Readonly<Record<PresetName, LteSettings>> = {
  smoke: {
    ...paper,
    units: 6,
    batchSize: 4,
    target: { length: 2, nesting: 2 },
    targetAccuracy: 0.1,
    updates: 20,
    epochUpdates: 5,
    heldOutWindows: { validation: 1, test: 1 },
  },
  quick: {
    ...paper,
    units: 64,
    batchSize: 20,
    target: { length: 2, nesting: 2 },
    updates: 1200,
    epochUpdates: 50,
    heldOutWindows: { validation: 10, test: 20 },
  },
  paper,
};
