import * as tf from '@tensorflow/tfjs-core';
import { UnsaturateError } from '@unsaturate/core';

/** GPUBufferUsage of WebGPU; the global is not there in every JavaScript. */
export const usage = { copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;

/** GPUShaderStage.COMPUTE. */
export const computeStage = 0x4;

/** Of every buffer with values in GPU memory, those of tfjs's tensors included. */
export const memoryUsage: number = usage.storage | usage.copySource | usage.copyTarget;

/** Of buffers with parameters of kernels. */
export const uniformUsage: number = usage.uniform | usage.copyTarget;

/** What a scan needs of tfjs's WebGPU backend; some of it is not in its types. */
export interface Backend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly bufferManager: {
    acquireBuffer(bytes: number, usage: number): GPUBuffer;
    releaseBuffer(buffer: GPUBuffer): void;
  };
  readonly tensorMap: { get(dataId: object): { readonly resource: GPUBuffer; readonly dtype: tf.DataType } };
  /** Tensors that commands not yet submitted use. */
  readonly commandQueueOwnedIds: { add(dataId: object): void };
  /** Given back to the buffer manager when the commands are submitted. */
  readonly uniformPendingDisposal: GPUBuffer[];
  readonly commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** The WebGPU backend that is active is not one that this package knows how to work with. */
export class UnsupportedBackendError extends UnsaturateError {
  constructor(missing: readonly string[]) {
    super(
      'UnsupportedBackendError',
      `@unsaturate/webgpu: the backend "${tf.getBackend()}" has no ${missing.join(', ')}. ` +
        'Use @tensorflow/tfjs-backend-webgpu 4.22.',
    );
  }
}

const needed = [
  'device',
  'queue',
  'bufferManager',
  'tensorMap',
  'commandQueueOwnedIds',
  'uniformPendingDisposal',
  'commandEncoder',
  'computePassEncoder',
  'dispatchCountInPass',
  'makeTensorInfo',
  'uploadToGPU',
  'ensureCommandEncoderReady',
  'endComputePassEncoder',
  'submitQueue',
] as const satisfies readonly (keyof Backend)[];

const known = new WeakSet<object>();

/**
 * The active backend of tfjs.
 *
 * @throws UnsupportedBackendError if it lacks something: versions differ.
 */
export function activeBackend(): Backend {
  const backend = tf.backend();
  if (!known.has(backend)) {
    const missing = needed.filter((name) => !(name in backend));
    if (missing.length > 0) throw new UnsupportedBackendError(missing);
    known.add(backend);
  }
  return backend as unknown as Backend;
}
