import * as tf from '@tensorflow/tfjs-core';
import type { Matrix, Plan, Product } from '@unsaturate/scan';
import type { GemmSizes } from '../gemm/gemm.ts';
import type { Engine } from '../target/engine.ts';
import { createExecutor } from '../target/run-plan.ts';
import { valuesOf } from '../target/tensors.ts';

/** Fewer multiplications are not worth copying the factors. */
const worthCopying = 100_000;

interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A backend of tfjs whose tensors are in memory: cpu (values) or wasm (a heap). */
interface MemoryBackend {
  typedArrayFromHeap?(tensor: tf.TensorInfo): Float32Array;
  makeOutput?(shape: number[], dtype: 'float32'): tf.TensorInfo;
  makeTensorInfo?(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

/**
 * Gives a backend of tfjs the matrix product of this package: the wasm backend computes products with a transposed factor
 * or a batch in a scalar loop, the cpu backend all of them.
 *
 * Small products, and those with broadcast leading axes, are left to the kernel that was there.
 *
 * @returns Whether the backend has a kernel to take over yet.
 */
export function takeOverProducts(backendName: 'cpu' | 'wasm', engine: () => Engine): boolean {
  const original = tf.getKernel('BatchMatMul', backendName);
  if (original === undefined) return false;
  tf.unregisterKernel('BatchMatMul', backendName);
  tf.registerKernel({
    ...original,
    kernelFunc(params) {
      const { a, b } = params.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const flags = params.attrs as unknown as Attributes;
      const product = productOf(a, b, flags);
      if (product === undefined) return original.kernelFunc(params);
      return multiply(params.backend, engine(), a, b, flags, product);
    },
  });
  return true;
}

interface BatchProduct extends GemmSizes {
  readonly batch: number;
}

/** Sizes of a product of float32 factors with equal leading axes, if it is big enough. */
function productOf(
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA, transposeB }: Attributes,
): BatchProduct | undefined {
  const batchShape = a.shape.slice(0, -2);
  if (
    a.dtype !== 'float32' ||
    b.dtype !== 'float32' ||
    !tf.util.arraysEqual(batchShape, b.shape.slice(0, -2))
  ) {
    return undefined;
  }
  const [m, k] = transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!];
  const n = b.shape.at(transposeB ? -2 : -1)!;
  const batch = tf.util.sizeFromShape(batchShape);
  return batch * m * n * k < worthCopying ? undefined : { batch, m, n, k };
}

function multiply(
  backend: MemoryBackend,
  engine: Engine,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  flags: Attributes,
  product: BatchProduct,
): tf.TensorInfo {
  const run = createExecutor(planOf(product, flags), engine, 'matMul').begin(1);
  try {
    [a, b].forEach((factor, buffer) => {
      // Memory first: where it grows, the values of a tensor may move.
      const to = run.read(buffer);
      to.set(valuesOf(factor));
    });
    run.run('forward');
    return output(backend, [...a.shape.slice(0, -2), product.m, product.n], run.read(2));
  } finally {
    run.keepOnly(new Set());
  }
}

/** A plan of one product: buffer 2 = buffer 0 times buffer 1. */
function planOf({ batch, m, n, k }: BatchProduct, { transposeA, transposeB }: Attributes): Plan {
  const matrix = (buffer: number, rows: number, columns: number): Matrix => {
    return { buffer, offset: 0, block: 0, rowStride: columns, batchStride: rows * columns };
  };
  const product: Product = {
    kind: 'product',
    m,
    n,
    k,
    batch,
    timesSteps: null,
    transposeA,
    transposeB,
    a: transposeA ? matrix(0, k, m) : matrix(0, m, k),
    b: transposeB ? matrix(1, n, k) : matrix(1, k, n),
    c: matrix(2, m, n),
    accumulate: false,
    constantB: false,
  };
  const buffers = [m * k, k * n, m * n].map((size, i) => {
    return { name: 'abc'[i]!, kind: 'once' as const, size: batch * size };
  });
  const forward = { before: [product], step: [], after: [], forInput: [] };
  return {
    buffers,
    forward,
    backward: null,
    inputs: {},
    outputs: {},
    kept: [],
    cotangents: {},
    gradients: {},
  };
}

function output(backend: MemoryBackend, shape: number[], values: Float32Array): tf.TensorInfo {
  if (backend.typedArrayFromHeap === undefined) {
    return backend.makeTensorInfo!(shape, 'float32', values.slice());
  }
  const info = backend.makeOutput!(shape, 'float32');
  // Making it may have moved the heap: the view is taken only now.
  backend.typedArrayFromHeap(info).set(values);
  return info;
}
