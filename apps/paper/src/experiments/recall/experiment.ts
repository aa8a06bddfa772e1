import { createNoiseStream } from '@unsaturate/core';
import { inverseSqrt } from '@unsaturate/schedulers';
import {
  associativeRecall,
  type AssociativeRecallBatch,
  bitErrorRate,
  bitsPerSequence,
  fixed,
  recallNll,
  streamed,
} from '@unsaturate/tasks';
import { adam, armActivations, type BatchSource, type PositionSchedule } from '@unsaturate/train';
import type { Arm, Experiment, PresetName, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import type { Curve } from '../../results/result.ts';
import { recallModel, type RecallModel } from './model.ts';
import { growingSettings, type RecallSettings, shortSettings, uniformSettings } from './settings.ts';
import { weightPictures } from './weight-pictures.ts';

const arms = {
  regular: { name: 'regular', description: 'sigmoid and tanh' },
  hard: { name: 'hard', description: 'hard-sigmoid and hard-tanh without noise' },
  nan: { name: 'nan', description: 'NAN, c = 0.5' },
  nanAnnealed: { name: 'nan-annealed', description: 'NAN, c from 30 down' },
} as const satisfies Record<string, Arm>;

const metrics = [
  { name: 'test NLL', unit: 'nats', better: 'lower', digits: 3 },
  { name: 'bits per sequence', unit: 'bits', better: 'lower', digits: 2 },
  { name: 'wrong bits', unit: '%', better: 'lower', digits: 2 },
  { name: 'solved after', unit: 'updates', better: 'lower', digits: 0 },
] as const;

const openSettings = [
  {
    setting: 'controller and its size',
    choice:
      'LSTM of 100 units, as in Graves et al. 2014; in the one trial made, a feed-forward one stayed at 1.2 nats from 1,500 to 10,000 updates',
  },
  { setting: 'memory', choice: '128 locations of 20; one head that reads, one that writes; three shifts' },
  {
    setting: 'initial memory',
    choice:
      '1e-6 everywhere, initial reads and weights learned (Collier and Beel 2018); heads start at the first location, ' +
      'gates nearly shut, and the shift forward favoured',
  },
  { setting: 'optimiser', choice: 'Adam, learning rate 0.003, gradients clipped at norm 10, batches of 16' },
  { setting: 'alpha; c without annealing', choice: '1; 0.5' },
  {
    setting: 'solved after',
    choice: 'updates until the validation NLL is below 0.05; all updates of a run in which it never is',
  },
  { setting: 'what is tested', choice: 'the parameters with the lowest validation NLL' },
];

const curriculum = {
  setting: 'curriculum',
  choice:
    "at most 6 items at first and one more every 600 updates, in all arms; the authors' code begins with 11 of 16",
};

interface Kind {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly source: string;
  readonly arms: Experiment['arms'];
  readonly settings: Readonly<Record<PresetName, RecallSettings>>;
  readonly openSettings: Experiment['openSettings'];
  readonly published: NonNullable<Experiment['figures'][number]['published']>;
}

/** Read off figure 9 of the paper. */
const figure9 = [
  {
    label: 'regular NTM (published)',
    points: [
      [0, 2.08],
      [100_000, 1.55],
    ],
  },
  {
    label: 'annealed NTM (published)',
    points: [
      [0, 2.08],
      [8000, 0.33],
      [9000, 0.005],
      [100_000, 0.005],
    ],
  },
] as const;

/** Associative recall of 2 to 16 items, with fewer at first. */
export const recall: Experiment = experiment({
  name: 'recall',
  title: 'Associative recall with a neural Turing machine',
  about:
    'Items of three 6-bit vectors are shown, then one of them again; the answer is the item that followed it. ' +
    'Trained on 2 to 6 items, then on more and more of them, up to 16; validated on 16.',
  source: 'Gulcehre et al. 2016, figure 9',
  arms: [arms.regular, arms.hard, arms.nan, arms.nanAnnealed],
  settings: growingSettings,
  openSettings: [...openSettings, curriculum],
  published: figure9,
});

/** Associative recall of 2 to 16 items from the start. */
export const recallUniform: Experiment = experiment({
  name: 'recall-uniform',
  title: 'Associative recall without a curriculum',
  about: 'The same, trained on 2 to 16 items from the first update on, as the text of the paper has it.',
  source: 'Gulcehre et al. 2016, figure 9',
  arms: [arms.regular, arms.hard, arms.nan, arms.nanAnnealed],
  settings: uniformSettings,
  openSettings,
  published: figure9,
});

/** Associative recall of 2 to 6 items, to see that the machine is one. */
export const recallShort: Experiment = experiment({
  name: 'recall-short',
  title: 'Associative recall of up to 6 items',
  about:
    'The same with 2 to 6 items, as Graves et al. trained it: what a plain machine learns in 20,000 to 30,000 updates.',
  source: 'Graves et al. 2014, figure 10',
  arms: [arms.regular],
  settings: shortSettings,
  openSettings,
  published: [],
});

function experiment({ settings, published, ...kind }: Kind): Experiment {
  return {
    ...kind,
    metrics,
    figures: [
      {
        value: 'validation nll',
        title: 'Validation NLL',
        axis: 'nats, summed over the three vectors',
        scale: 'linear',
        published,
      },
    ],
    plan: async (request) => planRecall(settings[request.preset], request),
  };
}

/** Seeds of the held-out data, the same in every run; runs train on data of their own seed. */
const heldOutSeeds = { validation: 4_000_000_001, test: 4_000_000_002 };

const activationsOf = { regular: 'soft', hard: 'hard', nan: 'nan', 'nan-annealed': 'nan' } as const;

/** A run whose memory can be watched. */
export interface RecallPlan extends TrainingPlan<AssociativeRecallBatch> {
  readonly model: RecallModel;
}

/** Builds a run of associative recall of the given sizes. */
export function planRecall(settings: RecallSettings, { arm, seed }: RunRequest): RecallPlan {
  const { minItems, maxItems, firstMaxItems, updatesPerItem, validationMinItems, batchSize, alpha } =
    settings;
  const noise = createNoiseStream(seed);
  const activations = armActivations(activationsOf[arm as keyof typeof activationsOf], alpha);
  const model = recallModel({ ...settings, inputSize: 8, outputSize: 6, ...activations }, noise.key);
  const heldOut = (part: keyof typeof heldOutSeeds): BatchSource<AssociativeRecallBatch> => {
    const { key } = createNoiseStream(heldOutSeeds[part]);
    const sequences = associativeRecall({ key, batchSize, minItems: validationMinItems, maxItems });
    return fixed(sequences, settings.heldOutBatches);
  };
  const train = associativeRecall({
    key: noise.key,
    batchSize,
    minItems,
    maxItems: (n) => Math.min(maxItems, firstMaxItems + Math.floor(n / updatesPerItem)),
  });
  const test = heldOut('test');
  return {
    model,
    data: streamed(train, settings.epochUpdates),
    validation: heldOut('validation'),
    optimizer: adam(),
    learningRate: () => settings.learningRate,
    noiseScale: noiseScaleOf(arm, settings),
    noise,
    clipNorm: settings.clipNorm,
    epochs: settings.updates / settings.epochUpdates,
    settings: { ...settings, activations: activationsOf[arm as keyof typeof activationsOf] },
    async finish(trained) {
      await trained.restoreBest();
      const { noiseScale, curve } = trained;
      return {
        metrics: { ...(await score(model, test, noiseScale)), 'solved after': solvedAfter(curve) },
        pictures: weightPictures(...(await model.weights(test.batch(0, 0), noiseScale))),
      };
    },
  };
}

/** Updates until the validation nll is that of a machine that can do it; all, if it never is. */
function solvedAfter({ updates, values }: Curve): number {
  const nll = values['validation nll']!;
  return updates.find((_, i) => nll[i] !== null && nll[i]! < 0.05) ?? updates.at(-1)!;
}

function noiseScaleOf(arm: string, settings: RecallSettings): PositionSchedule {
  const { noiseScale, annealingFrom, annealingPeriod } = settings;
  if (arm !== 'nan-annealed') return () => noiseScale;
  const annealed = inverseSqrt({ initial: annealingFrom, floor: noiseScale, period: annealingPeriod });
  return ({ update }) => annealed(update);
}

/** The metrics over held-out sequences. */
async function score(
  model: RecallModel,
  source: BatchSource<AssociativeRecallBatch>,
  noiseScale: number,
): Promise<Record<string, number>> {
  const sums = { nll: 0, bits: 0, wrong: 0 };
  for (let index = 0; index < source.batchesPerEpoch; index++) {
    const batch = source.batch(index, 0);
    const logits = await model.logits(batch, noiseScale);
    sums.nll += recallNll(logits, batch.targets, batch);
    sums.bits += bitsPerSequence(logits, batch.targets, batch);
    sums.wrong += bitErrorRate(logits, batch.targets);
  }
  const mean = (sum: number): number => sum / source.batchesPerEpoch;
  return {
    'test NLL': mean(sums.nll),
    'bits per sequence': mean(sums.bits),
    'wrong bits': 100 * mean(sums.wrong),
  };
}
