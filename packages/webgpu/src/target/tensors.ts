import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';

/** The memory of a tensor, brought to the GPU if it is not there yet. */
export function inputBuffer(
  backend: Backend,
  { dataId }: tf.TensorInfo,
): { readonly memory: GPUBuffer; readonly isInteger: boolean } {
  const moved = dataOf(backend, dataId);
  return { memory: moved.resource, isInteger: moved.dtype === 'int32' || moved.dtype === 'bool' };
}

/** A new tensor of floats whose values are to be written, and its memory. */
export function outputTensor(
  backend: Backend,
  shape: readonly number[],
): { readonly tensor: tf.Tensor; readonly memory: GPUBuffer } {
  const info = backend.makeTensorInfo([...shape], 'float32');
  const { resource } = dataOf(backend, info.dataId);
  return { tensor: tf.engine().makeTensorFromTensorInfo(info), memory: resource };
}

function dataOf(backend: Backend, dataId: object): ReturnType<Backend['tensorMap']['get']> {
  // Looks the tensor up first, which moves it here if it belongs to another backend.
  backend.tensorMap.get(dataId);
  backend.uploadToGPU(dataId);
  // Who disposes of it now waits for the commands that use it.
  backend.commandQueueOwnedIds.add(dataId);
  return backend.tensorMap.get(dataId);
}
