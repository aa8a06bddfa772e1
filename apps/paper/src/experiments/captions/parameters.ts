import * as tf from '@tensorflow/tfjs-core';
import { attentionLstm, type AttentionLstmParam } from '@unsaturate/cells';
import type { Words } from '@unsaturate/core';
import { freshParameters } from '../../networks/fresh-parameters.ts';
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

/** Fresh parameters ({@link freshParameters}), the bias of the forget gate 1. */
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
  const parameters = freshParameters(shapes, key);
  tf.tidy(() => parameters.bias.assign(openForgetGate(units)));
  return parameters;
}

function openForgetGate(units: number): tf.Tensor {
  return tf.concat([tf.zeros([units]), tf.ones([units]), tf.zeros([2 * units])]);
}
