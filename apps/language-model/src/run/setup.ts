import type { EncodedCorpus, Vocabulary } from '@unsaturate/tasks';
import { loadCorpus } from '@unsaturate/tasks/node';
import { checkVocabulary, encodingOf, type RunConfig, type Setup, setUp } from 'shared/language-model';

/** Reads the text of a run and makes its model, with fresh parameters. */
export async function setUpFromFile(run: RunConfig): Promise<Setup> {
  const corpus = await loadCorpus({ ...(run.data !== null && { path: run.data }), ...encodingOf(run) });
  return setUp(run, corpus);
}

/** Throws an error that names --data unless a text has the vocabulary of a checkpoint. */
export function checkText(where: string, checkpoint: Vocabulary, text: EncodedCorpus): void {
  checkVocabulary(where, checkpoint, text, 'Give the text it was trained on with --data.');
}
