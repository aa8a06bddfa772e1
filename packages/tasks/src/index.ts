export type { BatchSource } from './batch-source.ts';
export {
  type CaptionBatch,
  captionBatches,
  type CaptionBatchOptions,
  captionEvaluationBatches,
  captionVocabulary,
} from './captions/caption-batches.ts';
export {
  type CaptionedImage,
  type CaptionedImages,
  captionText,
  type FeatureMaps,
  featuresOf,
} from './captions/captioned-images.ts';
export { countUnique, type CountUniqueBatch, type CountUniqueOptions } from './counting/count-unique.ts';
export { majorityClassError, uniqueCountProbabilities } from './counting/distribution.ts';
export {
  type ExecutionBatch,
  executionBatches,
  type ExecutionOptions,
  type ExecutionSource,
} from './execution/execution-batches.ts';
export {
  easiestPrograms,
  harderPrograms,
  type Hardness,
  programCurricula,
  type ProgramCurriculum,
} from './execution/hardness.ts';
export { type ProgramSplit, programSplits } from './execution/split.ts';
export { programVocabulary } from './execution/vocabulary.ts';
export {
  type EpochStream,
  imageBatches,
  type ImageBatchOptions,
  type LabelledImages,
} from './images/image-batches.ts';
export type { LabelledBatch } from './labelled-batch.ts';
export {
  associativeRecall,
  type AssociativeRecallBatch,
  type AssociativeRecallOptions,
} from './memory/associative-recall.ts';
export { copy, type CopyBatch, type CopyOptions } from './memory/copy.ts';
export { itemRamp } from './memory/item-ramp.ts';
export { repeatCopy, type RepeatCopyBatch, type RepeatCopyOptions } from './memory/repeat-copy.ts';
export type { SequenceBatch } from './memory/sequence-batch.ts';
export { bitErrorRate, type BitShape, bitsPerSequence, recallNll } from './metrics/bits.ts';
export { type Bleu, bleu, type BleuOptions } from './metrics/bleu.ts';
export { characterAccuracy } from './metrics/character-accuracy.ts';
export { classificationError } from './metrics/classification.ts';
export { type BatchNll, bitsPerCharacter, meanNll, perplexity } from './metrics/likelihood.ts';
export { tokenize13a } from './metrics/tokenize-13a.ts';
export { type Gaussian, gaussianMixture, type GaussianMixtureOptions } from './mixture/gaussian-mixture.ts';
export {
  type BatchStream,
  fixed,
  type FixedSource,
  streamed,
  type StreamedSource,
} from './streams/batch-stream.ts';
export type { SizeByBatch } from './streams/by-batch.ts';
export { type BytePairVocabulary, learnBytePairs } from './text/byte-pairs.ts';
export { type Corpus, encodeCorpus, type EncodedCorpus, type EncodingOptions } from './text/corpus.ts';
export { decodeText } from './text/decode-text.ts';
export { detokenize } from './text/detokenize.ts';
export { decode, encode, UnknownTokenError } from './text/encode.ts';
export { type BytePairEncoder, bytePairEncoder, decodeBytePairs } from './text/encode-byte-pairs.ts';
export { fingerprint } from './text/fingerprint.ts';
export { splitText, type TextParts } from './text/split-text.ts';
export {
  evaluationBatches,
  type TextBatch,
  textBatches,
  type TextBatchOptions,
  TextTooShortError,
} from './text/text-batches.ts';
export { TextFileError, type TextFileProblem } from './text/text-file-error.ts';
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
export {
  type SentencePair,
  type SourceBatch,
  sourceBatch,
  type SourceBatchOptions,
  type TranslationBatch,
  translationBatches,
  type TranslationBatchOptions,
  translationEvaluationBatches,
} from './translation/translation-batches.ts';
