export { bases, type TensorBase } from './activation/bases.ts';
export {
  checkedNoiseScale,
  type NamedActivation,
  noisyActivation,
  type NoisyActivationOptions,
  noisyHardSigmoid,
  noisyHardTanh,
  noisyKerasHardSigmoid,
  noisySigmoid,
  noisyTanh,
} from './activation/noisy-activation.ts';
export {
  createTensorActivation,
  type Operand,
  type TensorActivation,
} from './activation/tensor-activation.ts';
export { linearCrossEntropy } from './cross-entropy/linear-cross-entropy.ts';
export { elementwise, NotDifferentiableError } from './elementwise/elementwise.ts';
export { embeddingLookup } from './embedding/embedding-lookup.ts';
export {
  type ElementwiseFunction,
  type ElementwiseKernel,
  type FusedBackward,
  type FusedKernel,
  type FusedKernels,
  fusedKernelsVersion,
  FusedKernelsVersionError,
  type FusedRun,
  type LinearCrossEntropyKernel,
  type NoisyActivationAttributes,
  type NoisyActivationKernel,
  registerFusedKernels,
} from './fused/kernels.ts';
export { type BackwardRun, type ForwardRun, runWithGradient } from './fused/run-with-gradient.ts';
export { dropoutMask } from './noise/dropout-mask.ts';
export { drawLaplaces, drawNormals, normalsAt, uniformsAt } from './noise/normals.ts';
