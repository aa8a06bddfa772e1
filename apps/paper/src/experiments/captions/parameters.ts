import * as tf from '@tensorflow/tfjs-core';
import { attentionLstm, type AttentionLstmParam } from '@unsaturate/cells';
import type { Words } from '@unsaturate/core';
import { uniformsAt } from '@unsaturate/tfjs';
import type { CaptionModelConfig } from './config.ts';

/** Parameters of a caption model by name; those of `attentionLstm` among them. */
export type CaptionParameters = Readonly<Record<AttentionLstmParam | OwnParam, tf.Variable>>;

type OwnParam =
  | 'embedding'
  | 'keyKernel'
  | 'keyBias'
  | 'initialKernel'
  | 'initialBias'
  | 'initialP'
  | 'outputKernel'
  | 'outputContextKernel'
  | 'outputBias'
  | 'outputP'
  | 'softmaxKernel'
  | 'softmaxBias';

/**
 * Fresh parameters: kernels uniform on +-sqrt(3 / rows), embeddings on +-sqrt(3 / width), noise slopes p on [-1, 1],
 * biases 0 but for the forget gate's at 1.
 */
export function initialParameters(config: CaptionModelConfig, key: Words): CaptionParameters {
  const { vocabularySize, embeddingSize, units, featureSize, attentionUnits } = config;
  const shapes = {
    ...attentionLstm.params({ ...config, inputSize: embeddingSize }),
    embedding: [vocabularySize, embeddingSize],
    keyKernel: [featureSize, attentionUnits],
    keyBias: [attentionUnits],
    initialKernel: [featureSize, 2 * units],
    initialBias: [2 * units],
    initialP: [2 * units],
    outputKernel: [units, embeddingSize],
    outputContextKernel: [featureSize, embeddingSize],
    outputBias: [embeddingSize],
    outputP: [embeddingSize],
    softmaxKernel: [embeddingSize, vocabularySize],
    softmaxBias: [vocabularySize],
  } as const;
  const entries = Object.entries(shapes).map(([name, shape], stream) => {
    const value = tf.tidy(() => {
      const start = tf.mul(uniformsAt(key, stream, shape), rangeOf(name, shape));
      return name === 'bias' ? tf.add(start, openForgetGate(units)) : start;
    });
    const variable = tf.variable(value);
    value.dispose();
    return [name, variable] as const;
  });
  return Object.fromEntries(entries) as unknown as CaptionParameters;
}

/** A parameter starts between minus and plus this. */
function rangeOf(name: string, shape: readonly number[]): number {
  if (name === 'p' || name.endsWith('P')) return 1;
  if (name.endsWith('ias')) return 0;
  const inputs = name === 'embedding' ? shape[1]! : shape[0]!;
  return Math.sqrt(3 / inputs);
}

function openForgetGate(units: number): tf.Tensor {
  return tf.concat([tf.zeros([units]), tf.ones([units]), tf.zeros([2 * units])]);
}
