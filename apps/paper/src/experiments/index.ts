import type { Experiment } from '../experiment/experiment.ts';
import { captions } from './captions/experiment.ts';
import { counting } from './counting/experiment.ts';
import { lte } from './lte/experiment.ts';
import { mixture } from './mixture/experiment.ts';
import { mnist } from './mnist/experiment.ts';
import { nmt } from './nmt/experiment.ts';
import { ptbCharacters } from './ptb/characters.ts';
import { ptb } from './ptb/words.ts';
import { recall, recallShort, recallUniform } from './recall/experiment.ts';

/** Every experiment, in the order of the report. */
export const experiments: readonly Experiment[] = [
  ptb,
  ptbCharacters,
  lte,
  counting,
  recallShort,
  recall,
  recallUniform,
  mixture,
  mnist,
  captions,
  nmt,
];
