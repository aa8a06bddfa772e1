export type { BatchSource } from './batch-source.ts';
export { type BatchNll, bitsPerCharacter, meanNll, perplexity } from './metrics/likelihood.ts';
export { detokenize } from './text/detokenize.ts';
export { decode, encode, UnknownTokenError } from './text/encode.ts';
export { fingerprint } from './text/fingerprint.ts';
export { splitText, type TextParts } from './text/split-text.ts';
export {
  evaluationBatches,
  type TextBatch,
  textBatches,
  type TextBatchOptions,
  TextTooShortError,
} from './text/text-batches.ts';
export {
  eos,
  type TextFormat,
  textFormats,
  type TextLevel,
  textLevels,
  type Tokenization,
  tokenize,
  unk,
} from './text/tokenize.ts';
export { buildVocabulary, type Vocabulary, type VocabularyLimits } from './text/vocabulary.ts';
