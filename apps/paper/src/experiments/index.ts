import type { Experiment } from '../experiment/experiment.ts';
import { captions } from './captions/experiment.ts';
import { counting } from './counting/experiment.ts';
import { ptb } from './ptb/experiment.ts';
import { recall, recallShort, recallUniform } from './recall/experiment.ts';

/** Every experiment, in the order of the report. */
export const experiments: readonly Experiment[] = [
  ptb,
  counting,
  recallShort,
  recall,
  recallUniform,
  captions,
];
