import type * as tf from '@tensorflow/tfjs-core';
import { conditionalGru, gruResetAfter } from '@unsaturate/cells';
import type { Words } from '@unsaturate/core';
import type { Tensors } from '@unsaturate/scan';
import { freshParameters } from '../../networks/fresh-parameters.ts';
import type { TranslationModelConfig } from './config.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Parameters of a translation model by name; those of a cell behind its name, such as `decoder/kernel`. */
export type TranslationParameters = Readonly<Record<string, tf.Variable>>;

/** Fresh parameters ({@link freshParameters}). */
export function initialParameters(config: TranslationModelConfig, key: Words): TranslationParameters {
  return freshParameters(shapesOf(config), key);
}

/** The parameters of a cell, by its own names for them. */
export function ofCell<Name extends string>(
  parameters: TranslationParameters,
  cell: string,
  shapes: Readonly<Record<Name, unknown>>,
): Tensors<Name> {
  const named = Object.keys(shapes).map((name) => [name, parameters[`${cell}/${name}`]!] as const);
  return Object.fromEntries(named) as unknown as Tensors<Name>;
}

function shapesOf(config: TranslationModelConfig): Shapes {
  const { embeddingSize, units, attentionUnits } = config;
  const sizes = { inputSize: embeddingSize, units };
  const contextSize = 2 * units;
  return {
    sourceEmbedding: [config.sourceVocabularySize, embeddingSize],
    ...named('forward', gruResetAfter.params(sizes)),
    ...named('backward', gruResetAfter.params(sizes)),
    keyKernel: [contextSize, attentionUnits],
    keyBias: [attentionUnits],
    initialKernel: [contextSize, units],
    initialBias: [units],
    initialP: [units],
    targetEmbedding: [config.targetVocabularySize, embeddingSize],
    ...named('decoder', conditionalGru.params({ ...sizes, contextSize, attentionUnits })),
    outputKernel: [units + contextSize, embeddingSize],
    outputEmbeddingKernel: [embeddingSize, embeddingSize],
    outputBias: [embeddingSize],
    outputP: [embeddingSize],
    softmaxKernel: [embeddingSize, config.targetVocabularySize],
    softmaxBias: [config.targetVocabularySize],
  };
}

function named(cell: string, shapes: Shapes): Shapes {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${cell}/${name}`, shape]));
}
