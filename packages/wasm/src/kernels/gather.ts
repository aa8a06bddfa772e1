import * as tf from '@tensorflow/tfjs-core';

const backendName = 'wasm';

/** The wasm backend of tfjs, whose tensors are in a heap. */
interface HeapBackend {
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array;
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
}

/**
 * Gives the wasm backend of tfjs a `gather` that copies rows, as embeddings need it: its own finds the place of each
 * single element anew. Other dtypes, axes and batches, and ids out of range, are left to the kernel that was there.
 *
 * @returns Whether the backend has a kernel to take over yet.
 */
export function takeOverGather(): boolean {
  const original = tf.getKernel(tf.GatherV2, backendName);
  if (original === undefined) return false;
  tf.unregisterKernel(tf.GatherV2, backendName);
  tf.registerKernel({
    ...original,
    kernelFunc(params) {
      const { x, indices } = params.inputs as Record<'x' | 'indices', tf.TensorInfo>;
      const { axis, batchDims } = params.attrs as unknown as tf.GatherV2Attrs;
      const isOfRows = axis === 0 && batchDims === 0 && x.dtype === 'float32' && indices.dtype === 'int32';
      const rows = isOfRows ? gatherRows(params.backend as HeapBackend, x, indices) : undefined;
      return rows ?? original.kernelFunc(params);
    },
  });
  return true;
}

/** `out[i...] = x[indices[i...]]`; undefined if an index is out of range. */
function gatherRows(
  backend: HeapBackend,
  x: tf.TensorInfo,
  indices: tf.TensorInfo,
): tf.TensorInfo | undefined {
  const [count = 0, ...rest] = x.shape;
  if (!backend.typedArrayFromHeap(indices).every((index) => index >= 0 && index < count)) return undefined;
  const out = backend.makeOutput([...indices.shape, ...rest], 'float32');
  // Making it may have moved the heap: views are taken only now.
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(out)];
  const width = tf.util.sizeFromShape(rest);
  backend.typedArrayFromHeap(indices).forEach((index, i) => {
    to.set(from.subarray(index * width, (index + 1) * width), i * width);
  });
  return out;
}
