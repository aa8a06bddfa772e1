export {
  activate,
  activateGradients,
  type ArrayGradients,
  type ArrayParameters,
  activateExpected,
  activateExpectedGradients,
} from './activation/arrays.ts';
export { type Derivatives, nanilGuard } from './activation/noise-scale.ts';
export {
  createNoisyActivation,
  halfNormalMean,
  type NoisyActivation,
} from './activation/noisy-activation.ts';
export {
  activationKeys,
  type ActivationOptions,
  defaultNoiseScale,
  type NanilForm,
  nanilForms,
  resolveActivation,
  type ResolvedActivation,
  type Variant,
  variants,
} from './activation/options.ts';
export type { Base, BaseName } from './bases/base.ts';
export { bases } from './bases/bases.ts';
export {
  assertFinite,
  assertKnownKeys,
  assertNonNegative,
  assertObject,
  assertOneOf,
  assertUint32,
  describe,
  type InvalidArgument,
  InvalidArgumentError,
  UnsaturateError,
} from './errors.ts';
export { fillLaplaces } from './noise/laplace.ts';
export {
  createNoiseStream,
  type NoiseStream,
  NoiseStreamExhaustedError,
  randomWord,
  takeStreamNumbers,
} from './noise/noise-stream.ts';
export { erfinv, fillNormals, fillUniforms, normalFromWord, uniformFromWord } from './noise/normal.ts';
export { fold, threefry2x32, type Words } from './noise/threefry.ts';
