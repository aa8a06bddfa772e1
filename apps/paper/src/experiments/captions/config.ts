import type { AttentionSizes } from '@unsaturate/cells';
import type { ActivationConfig } from '@unsaturate/train';

/** What a caption model is. */
export interface CaptionModelConfig extends Omit<AttentionSizes, 'inputSize'> {
  readonly vocabularySize: number;
  /** Width of the embedding of words, and of the hidden layer of the output. */
  readonly embeddingSize: number;
  /** Id of `<eos>`, which is also what is read before the first word. */
  readonly end: number;
  /** Share of the LSTM's outputs and of the contexts that is dropped in training. */
  readonly dropout: number;
  /** lambda of the doubly stochastic term. */
  readonly attentionPenalty: number;
  readonly sigmoid: ActivationConfig;
  readonly tanh: ActivationConfig;
}
