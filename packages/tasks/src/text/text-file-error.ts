import { UnsaturateError } from '@unsaturate/core';
import { fileExplanations, type FileProblem } from '../file-problem.ts';

/** Why a file cannot be read as text. */
export type TextFileProblem = FileProblem | 'binary' | 'empty';

/** A file cannot be read as text; `problem` says why. */
export class TextFileError extends UnsaturateError {
  readonly path: string;
  readonly problem: TextFileProblem;

  constructor(path: string, problem: TextFileProblem, options?: ErrorOptions) {
    super('TextFileError', `readText: ${JSON.stringify(path)} ${explanations[problem]}`, options);
    this.path = path;
    this.problem = problem;
  }
}

const explanations: Readonly<Record<TextFileProblem, string>> = {
  ...fileExplanations,
  binary: 'is not UTF-8 text. Save it as UTF-8 plain text, packed with gzip or not.',
  empty: 'holds no text: it is empty or all white space. Give a file with text in it.',
};
