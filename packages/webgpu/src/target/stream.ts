import type { Workgroups } from '../wgsl/kernel.ts';
import type { Backend } from './backend.ts';

/** Dispatches after which commands are handed to the GPU, so that it has something to do early. */
const batch = 64;

/** Writes commands among those of tfjs, in order. */
export interface CommandStream {
  copy(from: GPUBuffer, fromByte: number, to: GPUBuffer, toByte: number, bytes: number): void;
  /** Sets to zeros. */
  clear(buffer: GPUBuffer, at: number, bytes: number): void;
  /** @param offset - Where the last binding of the group begins, in bytes. */
  dispatch(pipeline: GPUComputePipeline, group: GPUBindGroup, offset: number, workgroups: Workgroups): void;
}

/** The command stream of a backend. */
export function commandStream(backend: Backend): CommandStream {
  const offsets = new Uint32Array(1);
  const encoder = (): GPUCommandEncoder => {
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    return backend.commandEncoder!;
  };
  return {
    copy(from, fromByte, to, toByte, bytes) {
      encoder().copyBufferToBuffer(from, fromByte, to, toByte, bytes);
    },
    clear(buffer, at, bytes) {
      encoder().clearBuffer(buffer, at, bytes);
    },
    dispatch(pipeline, group, offset, [x, y, z]) {
      backend.ensureCommandEncoderReady();
      backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass();
      const pass = backend.computePassEncoder;
      offsets[0] = offset;
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group, offsets, 0, 1);
      pass.dispatchWorkgroups(x, y, z);
      if (++backend.dispatchCountInPass >= batch) {
        backend.endComputePassEncoder();
        backend.submitQueue();
      }
    },
  };
}
