import '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '../../index.ts';
import { activeBackend } from '../../target/backend.ts';
import { checkCell, checkRandomCells } from './cells.ts';
import { checkLinearCrossEntropy, checkNoisyActivation, tiledError } from './fused.ts';
import { functionErrors } from './functions.ts';
import { checkLoops, largeReductionError } from './loops.ts';
import { gpuBytesOf } from './memory.ts';
import { noiseError } from './noise.ts';
import { wrongProducts } from './products.ts';
import { leftBehind, situationError, situationNames, tooLarge } from './tape.ts';
import { countTrainingStep } from './training-step.ts';

/** What the device and the compiler of its shaders complained about. */
const complaints: string[] = [];
const compiling: Promise<string[]>[] = [];

/** @param asHardware - Whether kernels are to be those for a GPU that is not made of software. */
async function start(asHardware: boolean): Promise<string> {
  // Else small tensors are computed on the CPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  if (!(await tf.setBackend('webgpu'))) throw new Error('there is no WebGPU here');
  const { device } = activeBackend();
  if (asHardware) {
    const value = { isFallbackAdapter: false, architecture: '' };
    Object.defineProperty(device, 'adapterInfo', { value });
  }
  device.addEventListener('uncapturederror', ({ error }) => complaints.push(error.message));
  device.createShaderModule = (descriptor) => {
    const module = GPUDevice.prototype.createShaderModule.call(device, descriptor);
    compiling.push(
      module.getCompilationInfo().then(({ messages }) => {
        return messages.map(({ message }) => `${message}\n${descriptor.code}`);
      }),
    );
    return module;
  };
  return tf.getBackend();
}

/** Waits for the device and gives what it complained about since the last call. */
async function complaintsSoFar(): Promise<string[]> {
  complaints.push(...(await Promise.all(compiling.splice(0))).flat());
  await activeBackend().queue.onSubmittedWorkDone();
  return complaints.splice(0);
}

/** What tests can ask of the page. */
export interface Checks {
  readonly start: typeof start;
  readonly complaintsSoFar: typeof complaintsSoFar;
  readonly checkCell: typeof checkCell;
  readonly checkRandomCells: typeof checkRandomCells;
  readonly functionErrors: typeof functionErrors;
  readonly noiseError: typeof noiseError;
  readonly wrongProducts: typeof wrongProducts;
  readonly checkLoops: typeof checkLoops;
  readonly largeReductionError: typeof largeReductionError;
  readonly situationNames: () => readonly string[];
  readonly situationError: typeof situationError;
  readonly leftBehind: typeof leftBehind;
  readonly tooLarge: typeof tooLarge;
  readonly gpuBytesOf: typeof gpuBytesOf;
  readonly countTrainingStep: typeof countTrainingStep;
  readonly checkLinearCrossEntropy: typeof checkLinearCrossEntropy;
  readonly checkNoisyActivation: typeof checkNoisyActivation;
  readonly tiledError: typeof tiledError;
}

const checks: Checks = {
  start,
  complaintsSoFar,
  checkCell,
  checkRandomCells,
  functionErrors,
  noiseError,
  wrongProducts,
  checkLoops,
  largeReductionError,
  situationNames: () => situationNames,
  situationError,
  leftBehind,
  tooLarge,
  gpuBytesOf,
  countTrainingStep,
  checkLinearCrossEntropy,
  checkNoisyActivation,
  tiledError,
};

(globalThis as { checks?: Checks }).checks = checks;
