import { registerTarget } from '@unsaturate/scan';
import { fusedKernelsVersion, registerFusedKernels } from '@unsaturate/tfjs';
import { createElementwiseKernel } from './kernels/elementwise.ts';
import { createLinearCrossEntropyKernel } from './kernels/linear-cross-entropy.ts';
import { createNoisyActivationKernel } from './kernels/noisy-activation.ts';
import { addSegmentSum } from './kernels/segment-sum.ts';
import { engine } from './target/engine.ts';
import { createWasmTarget } from './target/wasm-target.ts';

export { OutOfMemoryError } from './memory/heap.ts';
export { type Profile, profile, type ProfileEntry } from './profile/profile.ts';
export { ready, type ReadyOptions } from './threads/ready.ts';
export { ThreadError } from './threads/thread-error.ts';

registerTarget(createWasmTarget(engine));
addSegmentSum();
for (const backend of ['cpu', 'wasm']) {
  registerFusedKernels(backend, {
    version: fusedKernelsVersion,
    elementwise: createElementwiseKernel(engine),
    linearCrossEntropy: createLinearCrossEntropyKernel(engine),
    noisyActivation: createNoisyActivationKernel(engine),
  });
}
