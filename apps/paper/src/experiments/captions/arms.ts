import type { Arm as Activations } from '@unsaturate/train';
import type { Arm } from '../../experiment/experiment.ts';

/** An arm of the experiment, and what sets it apart from the others. */
export interface CaptionArm extends Arm {
  readonly activations: Activations;
  /** The noise scale c; sigma itself in NANI. */
  readonly noiseScale: number;
  readonly dropout: boolean;
}

/** Scores of table 3 as they stand there. */
function published(bleu: readonly [number, number, number, number], nll: number): Record<string, number> {
  const scores = bleu.map((score, i) => [`BLEU-${i + 1}`, score] as const);
  return { ...Object.fromEntries(scores), 'test NLL': nll };
}

/** All arms; published numbers are those of table 3 with soft attention. */
export const captionArms: readonly [CaptionArm, ...CaptionArm[]] = [
  {
    name: 'soft',
    description: 'sigmoid and tanh; METEOR published as 18.9',
    activations: 'soft',
    noiseScale: 0,
    dropout: true,
    published: published([67, 44.8, 29.9, 19.5], 40.33),
  },
  {
    name: 'hard',
    description: 'hard-sigmoid and hard-tanh without noise',
    activations: 'hard',
    noiseScale: 0,
    dropout: true,
  },
  {
    name: 'nah',
    description: 'NAH, half-normal noise, c = 0.5; METEOR published as 20.5',
    activations: 'nah',
    noiseScale: 0.5,
    dropout: true,
    published: published([66, 45.8, 30.69, 20.9], 40.17),
  },
  {
    name: 'nah-without-dropout',
    description: 'NAH, c = 0.5, without dropout; METEOR published as 20.3',
    activations: 'nah',
    noiseScale: 0.5,
    dropout: false,
    published: published([64.9, 44.2, 30.7, 20.9], 39.8),
  },
  {
    name: 'nani',
    description: 'NANI, normal noise at the input, sigma = 0.05; METEOR published as 20.5',
    activations: 'nani',
    noiseScale: 0.05,
    dropout: true,
    published: published([66, 45, 30.6, 20.7], 40),
  },
  {
    name: 'nanil',
    description: 'NANIL, learned noise at the input, c = 0.5; METEOR published as 20.5',
    activations: 'nanil',
    noiseScale: 0.5,
    dropout: true,
    published: published([66, 44.6, 30.1, 20], 39.9),
  },
];
