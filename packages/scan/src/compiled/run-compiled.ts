import { runWithGradient } from '@unsaturate/tfjs';
import type { NamedTensors, PreparedScan, ScanRun } from './target.ts';

/**
 * Runs a prepared scan as one node on tfjs's tape.
 *
 * What the backward run needs stays in the target's memory, and is freed with the tape.
 */
export function runCompiled(prepared: PreparedScan, inputs: NamedTensors, run: ScanRun): NamedTensors {
  return runWithGradient(inputs, () => prepared.forward(run, inputs));
}
