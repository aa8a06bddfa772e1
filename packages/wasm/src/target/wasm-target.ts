import { planVersion, type ScanTarget } from '@unsaturate/scan';
import { takeOverGather } from '../kernels/gather.ts';
import { takeOverProducts } from '../kernels/batch-mat-mul.ts';
import type { Engine } from './engine.ts';
import { prepare } from './prepare.ts';

const backends = ['cpu', 'wasm'] as const;

/**
 * Runs scans by WebAssembly SIMD in a memory of its own, for the tfjs backends cpu and wasm: tensors are copied in and
 * out once per scan. Kernels of theirs are taken over too, see {@link takeOverProducts} and {@link takeOverGather}.
 *
 * @param engine - Gives the engine, made when it is first needed.
 */
export function createWasmTarget(engine: () => Engine): ScanTarget {
  // A backend may be imported after this package: what is not there yet is taken over by the first scan.
  const kernels = [...backends.map((backend) => () => takeOverProducts(backend, engine)), takeOverGather];
  let waiting = kernels.filter((takeOver) => !takeOver());
  return {
    name: '@unsaturate/wasm',
    planVersion,
    backends,
    prepare(plan) {
      waiting = waiting.filter((takeOver) => !takeOver());
      return prepare(plan, engine(), 'scan');
    },
  };
}
