import * as tf from '@tensorflow/tfjs-core';
import { conditionalGru, gruResetAfter } from '@unsaturate/cells';
import type { Words } from '@unsaturate/core';
import type { Tensors } from '@unsaturate/scan';
import { uniformsAt } from '@unsaturate/tfjs';
import type { TranslationModelConfig } from './config.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Parameters of a translation model by name; those of a cell behind its name, such as `decoder/kernel`. */
export type TranslationParameters = Readonly<Record<string, tf.Variable>>;

/**
 * Fresh parameters: kernels uniform on +-sqrt(3 / rows), embeddings on +-sqrt(3 / width), noise slopes p on [-1, 1],
 * biases 0. Parameter n takes stream number n of the key.
 */
export function initialParameters(config: TranslationModelConfig, key: Words): TranslationParameters {
  const entries = Object.entries(shapesOf(config)).map(([name, shape], stream) => {
    const variable = tf.tidy(() => tf.variable(tf.mul(uniformsAt(key, stream, shape), rangeOf(name, shape))));
    return [name, variable] as const;
  });
  return Object.fromEntries(entries);
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

/** A parameter starts between minus and plus this. */
function rangeOf(name: string, shape: readonly number[]): number {
  if (name.endsWith('/p') || name.endsWith('P')) return 1;
  if (name.endsWith('ias')) return 0;
  const inputs = name.endsWith('Embedding') ? shape[1]! : shape[0]!;
  return Math.sqrt(3 / inputs);
}
