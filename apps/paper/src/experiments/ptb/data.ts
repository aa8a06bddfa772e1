import { InvalidArgumentError } from '@unsaturate/core';
import { type EncodedCorpus, loadCorpus, readCorpus } from '@unsaturate/tasks/node';
import type { PresetName } from '../../experiment/experiment.ts';
import type { LanguageSettings } from './settings.ts';

/**
 * Throws unless there is a text that a preset can read: the preset `paper` wants the Penn Treebank, the others take Moby
 * Dick where no folder is named.
 */
export async function checkText(data: string | undefined, preset: PresetName): Promise<void> {
  if (data !== undefined) return void (await readCorpus(data));
  if (preset !== 'paper') return;
  throw new InvalidArgumentError({
    where: 'run',
    argument: '--data',
    value: data,
    rule: 'name a folder with ptb.train.txt, ptb.valid.txt and ptb.test.txt (each also with .gz at the end)',
    advice:
      "They are in Mikolov's rnnlm examples (simple-examples.tgz, folder data); the Penn Treebank is licensed by the LDC. " +
      'The presets smoke and quick read Moby Dick, which is installed, and need no --data.',
  });
}

/** The text as token ids. */
export async function corpusOf(
  level: 'word' | 'character',
  { maxVocabulary, heldOutTokens }: LanguageSettings,
  data: string | undefined,
): Promise<EncodedCorpus> {
  const corpus = await loadCorpus({
    level,
    ...(data !== undefined && { path: data }),
    ...(maxVocabulary !== undefined && { maxSize: maxVocabulary }),
  });
  const some = (ids: Int32Array): Int32Array => ids.subarray(0, heldOutTokens);
  return { ...corpus, validation: some(corpus.validation), test: some(corpus.test) };
}
