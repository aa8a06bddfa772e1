import {
  type BytePairEncoder,
  bytePairEncoder,
  type BytePairVocabulary,
  learnBytePairs,
  type SentencePair,
  tokenize13a,
} from '@unsaturate/tasks';
import type { ParallelText } from '@unsaturate/tasks/node';
import type { TranslationData } from './data.ts';
import type { TranslationSettings } from './settings.ts';

/** Parallel texts as words, and as ids of the vocabularies of their two languages. */
export interface TranslationCorpus {
  readonly name: string;
  readonly sourceVocabulary: BytePairVocabulary;
  readonly targetVocabulary: BytePairVocabulary;
  readonly train: readonly SentencePair[];
  readonly validation: readonly SentencePair[];
  readonly test: readonly SentencePair[];
  /** The test text, with spaces between words. */
  readonly testText: ParallelText;
}

/** Splits texts into words, learns the vocabularies from the training text, and leaves out what is too long of it. */
export function corpusOf(
  { name, ...data }: TranslationData,
  { merges, maxLength, pairs }: TranslationSettings,
): TranslationCorpus {
  const [train, validation, test] = [data.train, data.validation, data.test].map((text) =>
    inWords(text, pairs),
  ) as [ParallelText, ParallelText, ParallelText];
  const sourceVocabulary = learnBytePairs(train.source, merges);
  const targetVocabulary = learnBytePairs(train.target, merges);
  const encoders = [bytePairEncoder(sourceVocabulary), bytePairEncoder(targetVocabulary)] as const;
  return {
    name,
    sourceVocabulary,
    targetVocabulary,
    train: encoded(train, encoders).filter(
      ({ source, target }) => source.length <= maxLength && target.length <= maxLength,
    ),
    validation: encoded(validation, encoders),
    test: encoded(test, encoders),
    testText: test,
  };
}

function encoded(
  text: ParallelText,
  [source, target]: readonly [BytePairEncoder, BytePairEncoder],
): SentencePair[] {
  return text.source.map((line, n) => ({
    source: source.encode(line),
    target: target.encode(text.target[n]!),
  }));
}

function inWords(text: ParallelText, pairs: number | undefined): ParallelText {
  const words = (lines: readonly string[]): string[] =>
    lines.slice(0, pairs).map((line) => tokenize13a(unescaped(line)).join(' '));
  return { source: words(text.source), target: words(text.target) };
}

const escapes = { '&apos;': "'", '&#124;': '|', '&#91;': '[', '&#93;': ']' } as const;

/** A text without what the tokeniser of Moses writes for characters that it needs itself; the others `tokenize13a` knows. */
function unescaped(line: string): string {
  return line.replace(/&(?:apos|#124|#91|#93);/g, (found) => escapes[found as keyof typeof escapes]);
}
