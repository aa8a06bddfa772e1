import { InvalidArgumentError } from '@unsaturate/core';
import {
  CorpusFolderError,
  type EncodedCorpus,
  loadCorpus,
  readCorpus,
  TextFileError,
} from '@unsaturate/tasks/node';
import type { PresetName } from '../../experiment/experiment.ts';
import type { LanguageSettings } from './settings.ts';

/**
 * Throws unless there is a text that a preset can read: the preset `paper` wants the Penn Treebank, the others take Moby
 * Dick where no folder is named.
 */
export async function checkText(data: string | undefined, preset: PresetName): Promise<void> {
  if (data === undefined) {
    if (preset === 'paper') throw textExpected(undefined);
    return;
  }
  try {
    await readCorpus(data);
  } catch (error) {
    if (error instanceof CorpusFolderError) {
      throw textExpected(data, `It has no ${error.missing.join(', ')}.`);
    }
    if (error instanceof TextFileError) throw textExpected(data, error.message.replace('readText: ', ''));
    throw error;
  }
}

function textExpected(value: string | undefined, problem?: string): InvalidArgumentError {
  return new InvalidArgumentError({
    where: 'run',
    argument: '--data',
    value,
    rule: 'name a folder with ptb.train.txt, ptb.valid.txt and ptb.test.txt (each also with .gz at the end), or one text file',
    advice:
      `${problem === undefined ? '' : `${problem} `}The three are in Mikolov's rnnlm examples (simple-examples.tgz, folder ` +
      'data); the Penn Treebank is licensed by the LDC. The presets smoke and quick read Moby Dick, which is installed, ' +
      'and need no --data.',
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
