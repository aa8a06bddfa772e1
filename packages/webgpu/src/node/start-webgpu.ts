import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type * as Dawn from 'webgpu';
import { UnsaturateError } from '@unsaturate/core';

/** WebGPU cannot be had in Node. */
export class NoGpuError extends UnsaturateError {
  constructor(reason: string, options?: ErrorOptions) {
    super('NoGpuError', `startWebgpu: ${reason}`, options);
  }
}

/** That of the backend among others, as @tensorflow/tfjs-backend-webgpu has it. */
const priority = 3;

/** Kept, because Node aborts when the one that a device came from is collected. */
let gpu: GPU | undefined;

/**
 * Makes WebGPU the backend of TensorFlow.js in Node, by the npm package `webgpu`. Values are then read by
 * `await tensor.data()`; the synchronous ways need a browser.
 *
 * Called again after its device was lost, it starts the backend anew on a fresh one: tensors of the lost one are gone,
 * and must not be used with the fresh one. Otherwise another call changes nothing.
 *
 * @throws {@link NoGpuError} that says what is missing: the package, a driver, or a device.
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs';
 * import '@unsaturate/webgpu';
 * import { startWebgpu } from '@unsaturate/webgpu/node';
 *
 * await startWebgpu();
 * ```
 */
export async function startWebgpu(): Promise<void> {
  const dawn = await loadDawn();
  gpu ??= dawn.create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) {
    throw new NoGpuError(
      'there is no GPU adapter. On Linux a Vulkan driver is needed: that of the GPU, or a software one, such as ' +
        'lavapipe (Mesa 25) or SwiftShader; VK_ICD_FILENAMES names its .json file.',
    );
  }
  Object.assign(globalThis, dawn.globals);
  // The backend looks for it when it is loaded. Node has a navigator of its own, without a GPU.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  await loadBackend();
  await removeIfLost();
  if (!(await tf.setBackend('webgpu'))) {
    throw new NoGpuError('TensorFlow.js could not start its WebGPU backend; its warning says why.');
  }
}

async function loadDawn(): Promise<typeof Dawn> {
  try {
    return await import('webgpu');
  } catch (error) {
    throw new NoGpuError(
      'the npm package webgpu could not be loaded. Install it (npm install webgpu); version 0.6.1 and some before need ' +
        'a newer libstdc++ than Debian 12 has.',
      { cause: error },
    );
  }
}

async function loadBackend(): Promise<void> {
  if (isRegistered()) return;
  try {
    await import('@tensorflow/tfjs-backend-webgpu');
  } catch (error) {
    throw new NoGpuError(
      '@tensorflow/tfjs-backend-webgpu could not be loaded. Install it (npm install @tensorflow/tfjs-backend-webgpu).',
      { cause: error },
    );
  }
  if (!isRegistered()) {
    throw new NoGpuError(
      '@tensorflow/tfjs-backend-webgpu was loaded before there was a GPU to be seen; call startWebgpu before importing it.',
    );
  }
}

/** Its type says that there always is one. */
function isRegistered(): boolean {
  return (tf.findBackendFactory('webgpu') as unknown) !== null;
}

/** Takes the backend away if its device is lost, so that it starts anew. */
async function removeIfLost(): Promise<void> {
  const backend = tf.engine().registry['webgpu'] as { readonly device: GPUDevice } | undefined;
  if (backend === undefined) return;
  const isLost = await Promise.race([backend.device.lost.then(() => true), setImmediate(false)]);
  if (!isLost) return;
  const factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', factory, priority);
}
