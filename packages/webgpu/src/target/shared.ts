import { type MoveKind, moveShader } from '../wgsl/move.ts';
import { computeStage, usage } from './backend.ts';

/** Bytes from one block of uniforms to the next that may be bound by an offset; WebGPU's default. */
export const uniformStride = 256;

/** What all plans on a device share. */
export interface SharedObjects {
  readonly planLayout: GPUBindGroupLayout;
  readonly planPipelineLayout: GPUPipelineLayout;
  /** Bound where a plan keeps nothing. */
  readonly nothing: GPUBuffer;
  move(kind: MoveKind): { readonly layout: GPUBindGroupLayout; readonly pipeline: GPUComputePipeline };
  /** Uniforms with the number i at byte 256 i, for i below T. */
  iterations(time: number): GPUBuffer;
}

const known = new WeakMap<GPUDevice, SharedObjects>();

/** The shared objects of a device, made when first asked for. */
export function sharedBy(device: GPUDevice): SharedObjects {
  const shared = known.get(device) ?? createShared(device);
  known.set(device, shared);
  return shared;
}

/** Compiles a shader. */
export function pipelineOf(device: GPUDevice, layout: GPUPipelineLayout, code: string): GPUComputePipeline {
  const module = device.createShaderModule({ code });
  return device.createComputePipeline({ layout, compute: { module, entryPoint: 'main' } });
}

/** A buffer with unchanging contents. */
export function filledBuffer(
  device: GPUDevice,
  contents: Uint32Array | Float32Array,
  kind: number,
): GPUBuffer {
  const size = Math.max(16, contents.byteLength);
  const buffer = device.createBuffer({ size, usage: kind, mappedAtCreation: true });
  new Uint8Array(buffer.getMappedRange()).set(
    new Uint8Array(contents.buffer, contents.byteOffset, contents.byteLength),
  );
  buffer.unmap();
  return buffer;
}

function createShared(device: GPUDevice): SharedObjects {
  const planLayout = layoutOf(device, ['storage', 'storage', 'read-only-storage', 'uniform', 'offset']);
  const moveLayouts = {
    from: layoutOf(device, ['storage', 'read-only-storage', 'offset']),
    to: layoutOf(device, ['storage', 'storage', 'offset']),
  };
  const moves = new Map<MoveKind, ReturnType<SharedObjects['move']>>();
  let iterations: GPUBuffer | undefined;
  return {
    planLayout,
    planPipelineLayout: device.createPipelineLayout({ bindGroupLayouts: [planLayout] }),
    nothing: device.createBuffer({ size: 16, usage: usage.storage }),
    move(kind) {
      const layout = kind === 'toFloats' ? moveLayouts.to : moveLayouts.from;
      const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
      const move = moves.get(kind) ?? {
        layout,
        pipeline: pipelineOf(device, pipelineLayout, moveShader(kind)),
      };
      moves.set(kind, move);
      return move;
    },
    iterations(time) {
      if (iterations === undefined || iterations.size < time * uniformStride) {
        const count = 2 ** Math.ceil(Math.log2(time));
        const words = new Uint32Array((count * uniformStride) / 4);
        for (let i = 0; i < count; i++) words[(i * uniformStride) / 4] = i;
        iterations = filledBuffer(device, words, usage.uniform);
      }
      return iterations;
    },
  };
}

/** Bindings 0, 1, ...; 'offset' is a uniform that is bound at an offset given with each dispatch. */
function layoutOf(
  device: GPUDevice,
  types: readonly (GPUBufferBindingType | 'offset')[],
): GPUBindGroupLayout {
  return device.createBindGroupLayout({
    entries: types.map((type, binding) => ({
      binding,
      visibility: computeStage,
      buffer: type === 'offset' ? { type: 'uniform', hasDynamicOffset: true } : { type },
    })),
  });
}
