import * as tf from '@tensorflow/tfjs-core';

/** A backend of tfjs whose tensors are in memory: cpu (arrays) or wasm (a heap). */
interface MemoryBackend {
  /** Of wasm. */
  typedArrayFromHeap?: unknown;
  /** Of wasm, with these arguments: makes a tensor in the heap that holds what was there before. */
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
}

/** A float32 tensor on the active backend, cpu or wasm, to be filled through `valuesOf`; it holds anything. */
export function emptyTensor(shape: readonly number[]): tf.Tensor {
  const backend = tf.backend() as unknown as MemoryBackend;
  if (backend.typedArrayFromHeap === undefined) return tf.zeros([...shape]);
  return tf.engine().makeTensorFromTensorInfo(backend.makeOutput([...shape], 'float32'));
}
