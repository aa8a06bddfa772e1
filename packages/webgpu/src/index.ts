import { registerTarget } from '@unsaturate/scan';
import { fusedKernelsVersion, registerFusedKernels } from '@unsaturate/tfjs';
import { createLinearCrossEntropyKernel } from './kernels/linear-cross-entropy.ts';
import { createNoisyActivationKernel } from './kernels/noisy-activation.ts';
import { createWebgpuTarget } from './target/webgpu-target.ts';

export { DeviceLostError, whenDeviceLost } from './device/device-lost.ts';
export { UnsupportedBackendError } from './target/backend.ts';
export { OutOfMemoryError } from './target/layout.ts';

registerTarget(createWebgpuTarget());
registerFusedKernels('webgpu', {
  version: fusedKernelsVersion,
  linearCrossEntropy: createLinearCrossEntropyKernel(),
  noisyActivation: createNoisyActivationKernel(),
});
