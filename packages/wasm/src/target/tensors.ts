import * as tf from '@tensorflow/tfjs-core';

/** A backend of tfjs whose tensors are in memory: cpu (arrays) or wasm (a heap). */
interface MemoryBackend {
  /** Of wasm: the values of a tensor in the heap, until the heap grows. */
  typedArrayFromHeap?(tensor: tf.TensorInfo): Float32Array | Int32Array;
}

/** The values of a float32 or int32 tensor as they lie in memory, without a copy: to be used up before anything else runs. */
export function valuesOf(tensor: tf.TensorInfo): Float32Array | Int32Array {
  const backend = tf.backend() as MemoryBackend;
  if (backend.typedArrayFromHeap !== undefined) return backend.typedArrayFromHeap(tensor);
  return tf.engine().readSync(tensor.dataId) as Float32Array | Int32Array;
}

/** A tensor of values that may change afterwards. */
export function tensorOf(values: Float32Array, shape: readonly number[]): tf.Tensor {
  const isCopied = (tf.backend() as MemoryBackend).typedArrayFromHeap !== undefined;
  return tf.tensor(isCopied ? values : values.slice(), [...shape]);
}
