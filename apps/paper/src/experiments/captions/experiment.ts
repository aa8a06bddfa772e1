import { createNoiseStream } from '@unsaturate/core';
import { cosine } from '@unsaturate/schedulers';
import {
  bleu,
  type CaptionBatch,
  captionBatches,
  type CaptionedImage,
  type CaptionedImages,
  captionEvaluationBatches,
  captionVocabulary,
  eos,
  unk,
} from '@unsaturate/tasks';
import { readFlickr8k } from '@unsaturate/tasks/node';
import { adam, armActivations, evaluate } from '@unsaturate/train';
import type { Experiment, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import type { Picture } from '../../experiment/picture.ts';
import { captionArms } from './arms.ts';
import { checkFlickr } from './check-data.ts';
import { captionsOf } from './decode.ts';
import { readEmoji } from './emoji.ts';
import { captionModel } from './model.ts';
import { captionedPicture } from './pictures.ts';
import { type CaptionSettings, settings } from './settings.ts';

/** Test pictures that the report shows. */
const shown = 6;

/** Captions of images by soft attention. */
export const captions: Experiment = {
  name: 'captions',
  title: 'Captions of images with soft attention',
  about:
    'An LSTM says what is in a photograph of Flickr8k, word by word, and looks at a part of it for each word (Xu et al. 2015). ' +
    'The paper replaces every sigmoid and tanh of it, those of the attention included.',
  source: 'Gulcehre et al. 2016, table 3',
  arms: captionArms,
  metrics: [
    { name: 'BLEU-4', unit: '%', better: 'higher', digits: 1 },
    { name: 'BLEU-1', unit: '%', better: 'higher', digits: 1 },
    { name: 'BLEU-2', unit: '%', better: 'higher', digits: 1 },
    { name: 'BLEU-3', unit: '%', better: 'higher', digits: 1 },
    { name: 'test NLL', unit: 'nats per caption', better: 'lower', digits: 2 },
  ],
  figures: [
    {
      value: 'validation nll',
      title: 'Validation NLL',
      axis: 'nats per caption',
      scale: 'linear',
    },
    { value: 'training nll', title: 'Training NLL', axis: 'nats per caption', scale: 'linear' },
  ],
  openSettings: [
    {
      setting: 'features',
      choice:
        '7x7x128: MobileNet v1, layer conv_pw_12_relu, reduced by a principal component analysis; the paper has those of ' +
        'VGG, 14x14x512, so that scores do not compare one to one',
    },
    {
      setting: 'words',
      choice:
        'lower case, punctuation left out of captions and references; those that come 5 times or more in the training captions',
    },
    {
      setting: 'sizes',
      choice:
        'LSTM of 256 units, 128 units in the attention, embedding and output layer of 256; batches of 60 captions of nearly ' +
        'one length, 14 epochs',
    },
    {
      setting: 'optimizer',
      choice: 'Adam, learning rate 0.002, falling to 0 along half a cosine; gradient norm clipped at 5',
    },
    {
      setting: 'start',
      choice:
        'kernels uniform on +-sqrt(3 / inputs), forget biases 1; the paper has orthogonal matrices times 0.01, with which the ' +
        'training NLL of updates 101 to 200 was 67 in the one trial made, and 48 with these',
    },
    { setting: 'first word read', choice: '<eos>' },
    { setting: 'attention penalty', choice: 'lambda = 1; 0.05 for emoji, whose names are short' },
    { setting: 'alpha; c in NAH', choice: '1; 0.5' },
    { setting: 'NANIL', choice: "sigma(x) of equation 9, not that of the authors' code" },
    {
      setting: 'what is tested',
      choice:
        'the parameters with the lowest validation NLL. Captions by a beam of 5, chosen by the mean log probability of their ' +
        'words, <unk> never said; BLEU of the corpus without smoothing against all references',
    },
    {
      setting: 'test NLL',
      choice:
        'summed over the words of a caption and its end, averaged over all captions; words outside the vocabulary count as <unk>',
    },
    { setting: 'METEOR', choice: 'not measured: it needs lists of synonyms' },
  ],
  checkData: checkFlickr,
  plan,
};

async function plan({
  preset,
  arm: name,
  seed,
  data: path,
}: RunRequest): Promise<TrainingPlan<CaptionBatch>> {
  const chosen = settings[preset];
  const arm = captionArms.find((each) => each.name === name)!;
  const emoji = path === undefined ? await readEmoji() : undefined;
  const images = shortened(emoji ?? (await readFlickr8k(path!)), chosen);
  const vocabulary = captionVocabulary(images.train, chosen.minCount);
  const { batchSize, learningRate, clipNorm, epochs, dropout, alpha } = chosen;
  const features = {
    ...images.features,
    scale: images.features.scale.map((each) => each * chosen.featureScale),
  };
  const batches = { features, vocabulary, batchSize };
  const noise = createNoiseStream(seed);
  const config = {
    ...chosen,
    featureSize: features.scale.length,
    vocabularySize: vocabulary.tokens.length,
    end: vocabulary.tokens.indexOf(eos),
    dropout: arm.dropout ? dropout : 0,
    ...armActivations(arm.activations, alpha),
  };
  const model = captionModel(config, noise.key);
  const data = captionBatches(images.train, { ...batches, key: noise.key });
  const rate = cosine({ initial: learningRate, final: 0, steps: epochs * data.batchesPerEpoch });
  return {
    model,
    data,
    validation: captionEvaluationBatches(images.validation, batches),
    optimizer: adam(),
    learningRate: ({ update }) => rate(update),
    noiseScale: () => arm.noiseScale,
    noise,
    clipNorm,
    epochs,
    checkpointEvery: 250,
    settings: {
      ...chosen,
      data: images.name,
      vocabulary: vocabulary.tokens.length,
      activations: arm.activations,
      noiseScale: arm.noiseScale,
      dropout: config.dropout,
    },
    async finish(trained) {
      await trained.restoreBest();
      const { noiseScale } = trained;
      const test = captionEvaluationBatches(images.test, batches);
      const { nll } = await evaluate(model, test, noiseScale);
      const unknown = vocabulary.tokens.indexOf(unk);
      const found = await captionsOf(model, images.test, { ...chosen, features, unknown, noiseScale });
      const said = found.map((ids) => ids.map((id) => vocabulary.tokens[id]!));
      const { scores } = bleu(said, referencesOf(images.test));
      return {
        metrics: {
          ...Object.fromEntries(scores.map((score, i) => [`BLEU-${i + 1}`, 100 * score])),
          'test NLL': nll,
        },
        pictures: emoji === undefined ? [] : picturesOf(emoji.pixels, images.test, said),
      };
    },
  };
}

function referencesOf(images: readonly CaptionedImage[]): string[][][] {
  return images.map(({ captions: texts }) => texts.map((text) => text.split(' ')));
}

/** Test pictures spread evenly, with what was said of them. */
function picturesOf(
  pixels: Uint8Array,
  images: readonly CaptionedImage[],
  said: readonly (readonly string[])[],
): Picture[] {
  const step = Math.max(1, Math.floor(images.length / shown));
  return images.flatMap(({ image, captions: references }, i) =>
    i % step === 0 && i / step < shown
      ? [captionedPicture(pixels, image, said[i]!.join(' '), references)]
      : [],
  );
}

/** The small preset takes few pictures of each part. */
function shortened(images: CaptionedImages, { pictures = Infinity }: CaptionSettings): CaptionedImages {
  const { train, validation, test } = images;
  const some = (part: readonly CaptionedImage[]): readonly CaptionedImage[] => part.slice(0, pictures);
  return { ...images, train: some(train), validation: some(validation), test: some(test) };
}
