import * as tf from '@tensorflow/tfjs-core';
import { fillNormals } from '@unsaturate/core';
import type { Cell, Tensors } from '../cell/cell.ts';
import type { ScanOptions } from '../scan.ts';

/** A scan to be run in two ways. */
export interface ScanCase {
  readonly cell: Cell;
  readonly params: Tensors;
  readonly xs: tf.Tensor;
  readonly init: Tensors;
  /** All options but `engine`; noise is drawn from the key (7, 0), from number 5 on. */
  readonly options?: Omit<ScanOptions, 'engine' | 'noise'>;
}

/** Standard normals times a scale, different for each seed. */
export function randomTensor(shape: readonly number[], seed: number, scale = 1): tf.Tensor {
  const values = fillNormals([seed, 11], 0, new Float32Array(tf.util.sizeFromShape([...shape])));
  return tf.tensor(
    values.map((each) => scale * each),
    [...shape],
  );
}
