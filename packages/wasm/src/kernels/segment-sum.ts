import * as tf from '@tensorflow/tfjs-core';

const backendName = 'wasm';

/** The wasm backend of tfjs, whose tensors are in a heap. */
interface HeapBackend {
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
}

/**
 * Gives the wasm backend of tfjs the kernel UnsortedSegmentSum, which it lacks and the gradient of `tf.gather` needs:
 *
 *     out[r] = sum of x[i] over i with segmentIds[i] = r
 *
 * Ids that are not from 0 to numSegments - 1 are left out, as on the cpu backend. Does nothing where there is one.
 */
export function addSegmentSum(): void {
  if (tf.getKernel(tf.UnsortedSegmentSum, backendName) !== undefined) return;
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName,
    kernelFunc({ inputs, attrs, backend }) {
      const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', tf.TensorInfo>;
      const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
      return segmentSum(backend as HeapBackend, x, segmentIds, numSegments);
    },
  });
}

function segmentSum(
  backend: HeapBackend,
  x: tf.TensorInfo,
  segmentIds: tf.TensorInfo,
  numSegments: number,
): tf.TensorInfo {
  const [count = 1, ...rest] = x.shape;
  const out = backend.makeOutput([numSegments, ...rest], 'float32');
  // Making it may have moved the heap: views are taken only now.
  const [from, ids] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(segmentIds)];
  const sums = backend.typedArrayFromHeap(out).fill(0);
  const width = tf.util.sizeFromShape(rest);
  for (let i = 0; i < count; i++) {
    const id = ids[i]!;
    if (id < 0 || id >= numSegments) continue;
    for (let f = 0; f < width; f++) sums[id * width + f]! += from[i * width + f]!;
  }
  return out;
}
