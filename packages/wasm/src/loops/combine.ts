import type { Reduction } from '@unsaturate/scan';
import type { FunctionBuilder, Local, PlainInstruction } from '../assembler/index.ts';

/** How two vectors are combined. */
export const combineInstruction: Readonly<Record<Reduction, PlainInstruction>> = {
  sum: 'f32x4.add',
  prod: 'f32x4.mul',
  max: 'f32x4.max',
  min: 'f32x4.min',
};

/** What changes nothing when it is combined. */
export const identity: Readonly<Record<Reduction, number>> = {
  sum: 0,
  prod: 1,
  max: -Infinity,
  min: Infinity,
};

/** Combines the lanes of a vector; the result is in all of them. */
export function reduceLanes(f: FunctionBuilder, vector: Local, combine: Reduction): void {
  for (const lanes of [
    [2, 3, 0, 1],
    [1, 0, 3, 2],
  ] as const) {
    for (const each of [vector, vector, vector]) f.get(each);
    f.shuffle(lanes);
    f.op(combineInstruction[combine]);
    f.set(vector);
  }
}
