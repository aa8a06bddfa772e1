import type { Words } from '@unsaturate/core';
import { type DrawInteger, drawnIntegers } from '../streams/draws.ts';
import { drawProgram } from './draw-program.ts';
import type { Hardness } from './hardness.ts';
import { runProgram } from './run-program.ts';
import { type ProgramSplit, splitOf } from './split.ts';
import { programVocabulary } from './vocabulary.ts';
import { writeProgram } from './write-program.ts';

/** Programs and their answers without a break, one character after another. */
export interface ProgramStream {
  /** Ids of {@link programVocabulary}. */
  readonly ids: Uint8Array;
  /** 1 where a character belongs to an answer, its sign and its `.` included. */
  readonly answers: Uint8Array;
}

const idOf = new Map(programVocabulary.tokens.map((token, id) => [token, id]));

/**
 * The first `length` characters of an endless stream of programs: `CODE@ANSWER.CODE@ANSWER.` and so on.
 *
 * Candidate m is drawn from stream m of the key; those of other splits are passed over.
 *
 * @param hardnessOf - Makes what draws the hardness of a candidate of what draws its integers.
 */
export function programStream(
  key: Words,
  length: number,
  split: ProgramSplit,
  hardnessOf: (draw: DrawInteger) => () => Hardness,
): ProgramStream {
  const texts = [];
  for (let m = 0, written = 0; written < length; m++) {
    const draw = drawnIntegers(key, m);
    const program = drawProgram(draw, hardnessOf(draw));
    const code = writeProgram(program);
    if (splitOf(code) !== split) continue;
    const answer = `${runProgram(program)}.`;
    texts.push({ text: code, isAnswer: 0 }, { text: answer, isAnswer: 1 });
    written += code.length + answer.length;
  }
  const characters = texts.flatMap(({ text, isAnswer }) =>
    Array.from(text, (character) => [idOf.get(character)!, isAnswer] as const),
  );
  return {
    ids: Uint8Array.from(characters.slice(0, length), ([id]) => id),
    answers: Uint8Array.from(characters.slice(0, length), ([, isAnswer]) => isAnswer),
  };
}
