/** Points of a space with a class each. */
export interface LabelledBatch {
  /** Row-major `[batch, features]`. */
  readonly inputs: Float32Array;
  /** Class of each row, from 0, `[batch]`. */
  readonly targets: Int32Array;
  readonly batchSize: number;
  readonly features: number;
}
