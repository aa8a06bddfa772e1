import * as tf from '@tensorflow/tfjs-core';

/** A backend of tfjs whose tensors are in memory: cpu (arrays) or wasm (a heap). */
interface MemoryBackend {
  /** Of wasm: the values of a tensor in the heap, until the heap grows. */
  typedArrayFromHeap?(tensor: tf.TensorInfo): Float32Array | Int32Array;
  /** Of wasm, with these arguments: makes a tensor in the heap that holds what was there before. */
  makeOutput?(shape: number[], dtype: 'float32'): tf.TensorInfo;
}

/** The values of a float32 or int32 tensor as they lie in memory, without a copy: to be used up before anything else runs. */
export function valuesOf(tensor: tf.TensorInfo): Float32Array | Int32Array {
  const backend = tf.backend() as MemoryBackend;
  if (backend.typedArrayFromHeap !== undefined) return backend.typedArrayFromHeap(tensor);
  return tf.engine().readSync(tensor.dataId) as Float32Array | Int32Array;
}

/** A float32 tensor on the active backend, cpu or wasm, to be filled through {@link valuesOf}; it holds anything. */
export function emptyTensor(shape: readonly number[]): tf.Tensor {
  const backend = tf.backend() as MemoryBackend;
  if (backend.typedArrayFromHeap === undefined) {
    return tf.tensor(new Float32Array(tf.util.sizeFromShape([...shape])), [...shape]);
  }
  return tf.engine().makeTensorFromTensorInfo(backend.makeOutput!([...shape], 'float32'));
}

/** A tensor of values that may change afterwards. */
export function tensorOf(values: Float32Array, shape: readonly number[]): tf.Tensor {
  const tensor = emptyTensor(shape);
  valuesOf(tensor).set(values);
  return tensor;
}
