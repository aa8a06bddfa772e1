import type * as tf from '@tensorflow/tfjs-core';

/** Shapes of the inputs of a step, by the names that `planStep` knows them by. */
export type StepShapes = Readonly<Record<string, readonly number[]>>;

/** Types of the tensors of a step that are not float32, by the same names. */
export type StepDtypes = Readonly<Record<string, tf.DataType>>;

/** A noise scale changes during training: it is an input of the step, never a constant in it. */
export const scaleName = { sigmoid: 'scale/sigmoid', tanh: 'scale/tanh' } as const;

/** Under a mask, the state that holds the previous output; not a name a cell would use. */
export const previousOutput = 'previous output';
