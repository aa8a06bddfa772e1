import type { GpuCounts, GpuWork } from './implementations/gpu-work.ts';
import type { ImplementationName } from './implementations/task.ts';

/** What was measured of one implementation doing one workload; counts of a step, on the backend webgpu only. */
export interface Measurement extends Partial<GpuCounts> {
  readonly workload: string;
  readonly implementation: ImplementationName;
  readonly backend: string;
  /** Where it ran: `node 24.21.0`, `chromium 140.0.7339.80`, `python 3.11.2`. */
  readonly runtime: string;
  readonly threads: number;
  /** Median over the repetitions. */
  readonly msPerStep: number;
  /** Matrix products only, in 1e9 operations a second; null for work without products. */
  readonly gflops: number | null;
  /** Peak resident memory above what it was when everything was loaded. */
  readonly peakBytes: number;
}

/** A measurement with what it was made of. */
export interface DetailedMeasurement extends Measurement, Partial<GpuWork> {
  /** Milliseconds per step of each repetition, in order. */
  readonly repetitions: readonly number[];
  /** Loss of the first step: equal parameters and data must give equal losses. */
  readonly firstLoss: number;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
