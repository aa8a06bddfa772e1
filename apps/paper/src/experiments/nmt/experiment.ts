import { createNoiseStream } from '@unsaturate/core';
import { cosine } from '@unsaturate/schedulers';
import {
  bleu,
  decodeBytePairs,
  eos,
  tokenize13a,
  type TranslationBatch,
  translationBatches,
  translationEvaluationBatches,
  unk,
} from '@unsaturate/tasks';
import { adam, armActivations, evaluate } from '@unsaturate/train';
import type { Experiment, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import { translationArms } from './arms.ts';
import { corpusOf } from './corpus.ts';
import { checkTranslationData, readTranslationData } from './data.ts';
import { translationModel } from './model.ts';
import { settings } from './settings.ts';
import { translate } from './translate.ts';

const { paper } = settings;

/** Translation with attention. */
export const nmt: Experiment = {
  name: 'nmt',
  title: 'Neural machine translation',
  about:
    'A GRU reads a sentence in both directions, a second one writes its translation and attends to a part of the sentence ' +
    'for each symbol (Bahdanau et al. 2015). The paper replaces every sigmoid and tanh of it. Published numbers are of ' +
    'Europarl, English to French; ours are of Multi30k, English to French, 29,000 short sentences, so that only the order of ' +
    'the arms compares.',
  source: 'Gulcehre et al. 2016, section 6.4',
  arms: translationArms,
  metrics: [
    { name: 'BLEU', unit: `%, beam of ${paper.beamWidth}`, better: 'higher', digits: 2 },
    { name: 'greedy BLEU', unit: '%', better: 'higher', digits: 2 },
    { name: 'validation NLL', unit: 'nats per sentence', better: 'lower', digits: 2 },
  ],
  figures: [
    {
      value: 'validation nll',
      title: 'Validation NLL',
      axis: 'nats per sentence',
      scale: 'log',
    },
    { value: 'training nll', title: 'Training NLL', axis: 'nats per sentence', scale: 'log' },
  ],
  openSettings: [
    {
      setting: 'data',
      choice:
        'Multi30k, English to French, in place of Europarl: validation on its own set, test on test_2016_flickr, lower case',
    },
    {
      setting: 'symbols',
      choice:
        `byte pairs, ${paper.merges} merges learned for each language, in place of the 30,000 most frequent words; training ` +
        `pairs of at most ${paper.maxLength} symbols`,
    },
    {
      setting: 'sizes',
      choice:
        `${paper.units} units for each direction and the decoder, ${paper.attentionUnits} in the attention, embeddings and ` +
        `output layer of ${paper.embeddingSize}, where dl4mt has 1024, 2048 and 512; batches of ${paper.batchSize} sentences ` +
        `of nearly one length, ${paper.epochs} epochs`,
    },
    {
      setting: 'optimizer',
      choice:
        `Adam, learning rate ${paper.learningRate}, falling to 0 along half a cosine, in place of Adadelta; gradient norm ` +
        `clipped at ${paper.clipNorm}, as in dl4mt`,
    },
    {
      setting: 'start',
      choice:
        'kernels uniform on +-sqrt(3 / inputs), biases 0; the paper has orthogonal matrices times 0.01, which start slowly',
    },
    { setting: 'alpha; c', choice: `${paper.alpha}, so that the mean is the hard function; 0.5` },
    { setting: 'p', choice: "one a unit, as in the authors' code" },
    {
      setting: 'dropout',
      choice:
        `${paper.dropout} of the embeddings of a sentence, of its annotations and of the hidden layer of the output, in all ` +
        'arms, because the texts are small; dl4mt has none',
    },
    { setting: 'first symbol read', choice: '<eos>, where dl4mt has zeros' },
    {
      setting: 'what is tested',
      choice:
        `the parameters with the lowest validation NLL, without noise. Translations by a beam of ${paper.beamWidth}, chosen by ` +
        'the mean log probability of their symbols, <unk> never said; BLEU as sacreBLEU counts it: 13a, exponential smoothing',
    },
    {
      setting: 'validation NLL',
      choice: 'summed over the symbols of a sentence and its end, averaged over all sentences',
    },
  ],
  checkData: checkTranslationData,
  plan,
};

async function plan({
  preset,
  arm: name,
  seed,
  data: path,
}: RunRequest): Promise<TrainingPlan<TranslationBatch>> {
  const chosen = settings[preset];
  const arm = translationArms.find((each) => each.name === name)!;
  const corpus = corpusOf(await readTranslationData(path), chosen);
  const { sourceVocabulary, targetVocabulary } = corpus;
  const { batchSize, sourceMultiple, learningRate, clipNorm, epochs, alpha } = chosen;
  const end = targetVocabulary.tokens.indexOf(eos);
  const batches = { batchSize, sourceMultiple, end };
  const noise = createNoiseStream(seed);
  const config = {
    ...chosen,
    sourceVocabularySize: sourceVocabulary.tokens.length,
    targetVocabularySize: targetVocabulary.tokens.length,
    end,
    ...armActivations(arm.name, alpha),
  };
  const model = translationModel(config, noise.key);
  const data = translationBatches(corpus.train, { ...batches, key: noise.key });
  const validation = translationEvaluationBatches(corpus.validation, batches);
  const rate = cosine({ initial: learningRate, final: 0, steps: epochs * data.batchesPerEpoch });
  return {
    model,
    data,
    validation,
    optimizer: adam(),
    learningRate: ({ update }) => rate(update),
    noiseScale: () => arm.noiseScale,
    noise,
    clipNorm,
    epochs,
    checkpointEvery: 250,
    settings: {
      ...chosen,
      data: corpus.name,
      trainingPairs: corpus.train.length,
      sourceVocabulary: config.sourceVocabularySize,
      targetVocabulary: config.targetVocabularySize,
      activations: arm.name,
      noiseScale: arm.noiseScale,
    },
    async finish(trained) {
      await trained.restoreBest();
      const { noiseScale } = trained;
      const unknown = targetVocabulary.tokens.indexOf(unk);
      const references = corpus.testText.target.map((line) => [tokenize13a(line)]);
      const bleuOf = async (beamWidth: number): Promise<number> => {
        const sources = corpus.test.map(({ source }) => source);
        const found = await translate(model, sources, { ...chosen, beamWidth, unknown, noiseScale });
        const candidates = found.map((ids) => tokenize13a(decodeBytePairs(targetVocabulary, ids)));
        return 100 * bleu(candidates, references, { smoothing: 'exponential' }).scores[3]!;
      };
      return {
        metrics: {
          BLEU: await bleuOf(chosen.beamWidth),
          'greedy BLEU': await bleuOf(1),
          'validation NLL': (await evaluate(model, validation, noiseScale)).nll,
        },
      };
    },
  };
}
