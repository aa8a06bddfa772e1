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
export { embeddingLookup } from './embedding/embedding-lookup.ts';
export { drawNormals, normalsAt, uniformsAt } from './noise/normals.ts';
