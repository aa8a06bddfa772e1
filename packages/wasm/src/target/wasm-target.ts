import { planVersion, type ScanTarget } from '@unsaturate/scan';
import { takeOverProducts } from '../kernels/batch-mat-mul.ts';
import type { Engine } from './engine.ts';
import { prepare } from './prepare.ts';

const backends = ['cpu', 'wasm'] as const;

/**
 * Runs scans by WebAssembly SIMD in a memory of its own, for the tfjs backends cpu and wasm: tensors are copied in and
 * out once per scan. Their matrix products are taken over too, see {@link takeOverProducts}.
 *
 * @param engine - Gives the engine, made when it is first needed.
 */
export function createWasmTarget(engine: () => Engine): ScanTarget {
  // A backend may be imported after this package: what is not there yet is taken over by the first scan.
  let waiting = backends.filter((backend) => !takeOverProducts(backend, engine));
  return {
    name: '@unsaturate/wasm',
    planVersion,
    backends,
    prepare(plan) {
      waiting = waiting.filter((backend) => !takeOverProducts(backend, engine));
      return prepare(plan, engine(), 'scan');
    },
  };
}
