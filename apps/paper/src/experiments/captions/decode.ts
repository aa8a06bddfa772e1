import * as tf from '@tensorflow/tfjs-core';
import { type CaptionedImage, type FeatureMaps, featuresOf } from '@unsaturate/tasks';
import { beamSearch } from '../../decoding/beam-search.ts';
import { tensorDecoder } from '../../decoding/tensor-decoder.ts';
import type { CaptionModel } from './model.ts';

/** Pictures that are captioned at a time. */
const atOnce = 50;

/** How captions are found. */
export interface DecodeOptions {
  readonly features: FeatureMaps;
  readonly beamWidth: number;
  readonly maxWords: number;
  readonly lengthPower: number;
  /** Id of `<unk>`, which is never said. */
  readonly unknown: number;
  readonly noiseScale: number;
}

/** The likeliest caption of each image by beam search, as ids. */
export async function captionsOf(
  model: CaptionModel,
  images: readonly CaptionedImage[],
  options: DecodeOptions,
): Promise<number[][]> {
  const captions: number[][] = [];
  for (let first = 0; first < images.length; first += atOnce) {
    const some = images.slice(first, first + atOnce).map(({ image }) => image);
    captions.push(...(await captionsOfSome(model, some, options)));
  }
  return captions;
}

async function captionsOfSome(
  model: CaptionModel,
  images: readonly number[],
  { features, beamWidth, maxWords, lengthPower, unknown, noiseScale }: DecodeOptions,
): Promise<number[][]> {
  const { config } = model;
  const repeated = images.flatMap((image) => Array.from({ length: beamWidth }, () => image));
  const seen = tf.tidy(() => {
    const values = featuresOf(features, repeated);
    return {
      ...model.look(
        tf.tensor3d(values, [repeated.length, features.positions, config.featureSize]),
        noiseScale,
      ),
    };
  });
  const decoder = tensorDecoder<'h' | 'c'>((before, words) =>
    model.next({ ...seen, state: before }, words, noiseScale),
  );
  const { sentences, state } = await beamSearch(decoder, seen.state, {
    sequences: images.length,
    width: beamWidth,
    maxLength: maxWords,
    lengthPower,
    end: config.end,
    never: [unknown],
  });
  tf.dispose([state, seen.constants]);
  return sentences;
}
