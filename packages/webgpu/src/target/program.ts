import type { BufferId, Clear, Instruction, Loop, Phase, Plan, PlanBuffer } from '@unsaturate/scan';
import { isSoftware } from '../device/software.ts';
import { withEpilogues } from '../plan/epilogues.ts';
import { kernelInstructions, type KernelInstruction } from '../plan/kernel-loops.ts';
import { blockProductKernel } from '../wgsl/block-product.ts';
import type { Kernel, Workgroups } from '../wgsl/kernel.ts';
import { loopKernels } from '../wgsl/loop.ts';
import { noiseKernel } from '../wgsl/noise.ts';
import type { Region, Scope } from '../wgsl/places.ts';
import { productKernel } from '../wgsl/product.ts';
import { usage } from './backend.ts';
import { buffersOf, type Direction, layOut, regionsOf } from './layout.ts';
import { filledBuffer, pipelineOf, sharedBy } from './shared.ts';

/** What runs for an instruction: a kernel, or the zeroing of a buffer. */
export type Operation =
  | {
      readonly kind: 'kernel';
      readonly pipeline: GPUComputePipeline;
      readonly workgroups: (time: number) => Workgroups;
    }
  | { readonly kind: 'zero'; readonly buffer: BufferId };

/** Operations of the parts of a phase. */
type PhaseOperations = Readonly<Record<keyof Phase, readonly Operation[]>>;

/** A plan, compiled for a device. */
export interface Program {
  readonly plan: Plan;
  readonly regions: readonly Region[];
  /** Buffers that each direction has. */
  readonly buffers: Readonly<Record<Direction, ReadonlySet<BufferId>>>;
  /** Buffers that never change. */
  readonly constants: GPUBuffer;
  /** Compiled when first asked for. */
  operations(direction: Direction): PhaseOperations;
}

const emptyPhase: Phase = { before: [], step: [], after: [], forInput: [] };

/** Compiles a plan. */
export function createProgram(plan: Plan, device: GPUDevice): Program {
  const regions = regionsOf(plan);
  const pipelines = new Map<string, GPUComputePipeline>();
  const operationOf = ({ code, workgroups }: Kernel): Operation => {
    const pipeline = pipelines.get(code) ?? pipelineOf(device, sharedBy(device).planPipelineLayout, code);
    pipelines.set(code, pipeline);
    return { kind: 'kernel', pipeline, workgroups };
  };
  const compile = (phase: Phase): PhaseOperations => {
    const part = (name: keyof Phase): Operation[] => {
      const scope: Scope = {
        buffers: plan.buffers,
        regionOf: (buffer) => regions[buffer]!,
        inSteps: name === 'step',
        isSoftware: isSoftware(device),
      };
      const instructions = kernelInstructions(withoutFills(phase[name], plan.buffers), phase);
      return withEpilogues(instructions, plan.buffers).flatMap((each): Operation[] =>
        each.kind === 'clear'
          ? [{ kind: 'zero', buffer: each.buffer }]
          : kernelsOf(each, scope).map(operationOf),
      );
    };
    return { before: part('before'), step: part('step'), after: part('after'), forInput: part('forInput') };
  };
  const compiled = new Map<Direction, PhaseOperations>();
  return {
    plan,
    regions,
    buffers: { forward: buffersOf(plan, 'forward'), backward: buffersOf(plan, 'backward') },
    constants: constantsOf(plan, regions, device),
    operations(direction) {
      const operations = compiled.get(direction) ?? compile(plan[direction] ?? emptyPhase);
      compiled.set(direction, operations);
      return operations;
    },
  };
}

function kernelsOf(instruction: Exclude<KernelInstruction, Clear>, scope: Scope): Kernel[] {
  if (instruction.kind === 'loop') return loopKernels(instruction, scope);
  if (instruction.kind === 'noise') return [noiseKernel(instruction, scope)];
  return [scope.isSoftware ? blockProductKernel(instruction, scope) : productKernel(instruction, scope)];
}

/** Only zeros can be written without a kernel: other clears become loops. */
function withoutFills(part: readonly Instruction[], buffers: readonly PlanBuffer[]): Instruction[] {
  return part.flatMap((each) =>
    each.kind === 'clear' && each.value !== 0 ? fillLoops(each, buffers) : [each],
  );
}

function fillLoops({ buffer, value }: Clear, buffers: readonly PlanBuffer[]): Loop[] {
  const { kind, size } = buffers[buffer]!;
  const fill = (block: 0 | 1, timesSteps: boolean): Loop => ({
    kind: 'loop',
    dims: [1, size],
    timesSteps,
    loads: [],
    values: [{ op: 'fill', value }],
    stores: [{ buffer, offset: 0, block, strides: [size, 1], value: 0, combine: 'set' }],
  });
  if (kind === 'chain') return [fill(0, false), fill(1, true)];
  return [fill(0, kind === 'steps')];
}

function constantsOf(plan: Plan, regions: readonly Region[], device: GPUDevice): GPUBuffer {
  const { places, sizes } = layOut(plan, regions, new Set(), 1);
  const contents = new Float32Array(sizes.constants);
  plan.buffers.forEach(({ values }, id) => values && contents.set(values, places[id]));
  return filledBuffer(device, contents, usage.storage);
}
