import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '@unsaturate/scan';
import { type CaptionedImage, type FeatureMaps, featuresOf } from '@unsaturate/tasks';
import { beamSearch } from '../../decoding/beam-search.ts';
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
  const decoder = {
    async step(state: Tensors<'h' | 'c'>, from: Int32Array, words: Int32Array) {
      const next = tf.tidy(() => {
        const rows = tf.tensor1d(from, 'int32');
        const before = { h: tf.gather(state.h, rows), c: tf.gather(state.c, rows) };
        const { logits, state: after } = model.next(
          { ...seen, state: before },
          tf.tensor1d(words, 'int32'),
          noiseScale,
        );
        return { logProbs: tf.logSoftmax(logits), ...after };
      });
      tf.dispose(state);
      const logProbs = await next.logProbs.data<'float32'>();
      next.logProbs.dispose();
      return { logProbs, state: { h: next.h, c: next.c } };
    },
  };
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
