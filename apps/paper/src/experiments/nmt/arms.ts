import type { Arm as Activations } from '@unsaturate/train';
import type { Arm } from '../../experiment/experiment.ts';

/** An arm of the experiment; its name is that of its activations. */
export interface TranslationArm extends Arm {
  readonly name: Activations;
  /** The noise scale c. */
  readonly noiseScale: number;
}

/** All arms. Published numbers are those of section 6.4, of Europarl and newstest2011. */
export const translationArms: readonly [TranslationArm, ...TranslationArm[]] = [
  {
    name: 'soft',
    description: 'sigmoid and tanh',
    noiseScale: 0,
    published: { 'validation NLL': 65.26, BLEU: 20.18 },
  },
  {
    name: 'hard',
    description: 'hard-sigmoid and hard-tanh without noise',
    noiseScale: 0,
    published: { 'validation NLL': 64.27, BLEU: 21.59 },
  },
  {
    name: 'nah',
    description: 'NAH, half-normal noise, c = 0.5',
    noiseScale: 0.5,
    published: { 'validation NLL': 63.46, BLEU: 22.57 },
  },
];
