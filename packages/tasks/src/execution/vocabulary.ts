import type { Vocabulary } from '../text/vocabulary.ts';

/** The characters of programs and answers: digits, letters and signs, in the order of their code units. */
export const programVocabulary: Vocabulary = {
  level: 'character',
  format: 'prose',
  lowerCase: false,
  tokens: Array.from(' #()*+-.0123456789:;<=>@abcdefghijlnoprstx'),
};
