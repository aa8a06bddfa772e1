import type { ActivationConfig } from '@unsaturate/train';

/** What a translation model is. */
export interface TranslationModelConfig {
  /** Symbols of each language. */
  readonly sourceVocabularySize: number;
  readonly targetVocabularySize: number;
  /** Width of the embeddings, and of the hidden layer of the output, E. */
  readonly embeddingSize: number;
  /** Units of each direction of the encoder and of the decoder, H. */
  readonly units: number;
  /** Units of the scores of attention, A. */
  readonly attentionUnits: number;
  /** Id of `<eos>`, which is also what is read before the first symbol of a translation. */
  readonly end: number;
  /** Share of the embeddings of a sentence, of the annotations and of the hidden layer of the output that is dropped in training. */
  readonly dropout: number;
  readonly sigmoid: ActivationConfig;
  readonly tanh: ActivationConfig;
}
