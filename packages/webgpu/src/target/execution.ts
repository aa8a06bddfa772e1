import type { BufferId, Plan, ScanRun } from '@unsaturate/scan';
import { moveWords, moveWorkgroups, type MoveKind } from '../wgsl/move.ts';
import { placeVectors, runHead } from '../wgsl/places.ts';
import { type Backend, memoryUsage, uniformUsage } from './backend.ts';
import { blockCount, checkedBytes, type Direction, layOut, type Layout } from './layout.ts';
import type { Operation, Program } from './program.ts';
import { sharedBy, uniformStride } from './shared.ts';
import { commandStream } from './stream.ts';

/** One direction of a program in GPU memory, for one run. */
export interface Execution {
  /** Memory that both directions see; null where nothing is kept. */
  readonly kept: GPUBuffer | null;
  /** Brings values to a buffer or from it as they lie; default as many as a block has. */
  copy(way: 'in' | 'out', tensor: GPUBuffer, buffer: BufferId, block: number, count?: number): void;
  /** Brings sequences to or from a buffer of all steps. */
  moveSequence(kind: MoveKind, tensor: GPUBuffer, buffer: BufferId, block: 0 | 1): void;
  /** As `copy`, of whole numbers. */
  moveIntegers(tensor: GPUBuffer, buffer: BufferId, block: number, count?: number): void;
  /** Sets all of a buffer to zeros. */
  readonly clear: (buffer: BufferId) => void;
  /** Runs all but what only the gradient in x needs. */
  run(): void;
  runForInput(): void;
  /** Gives back the memory of this direction. */
  release(): void;
  releaseKept(): void;
}

/** Sequences and whole numbers that a direction can move at most: each needs a place for its parameters. */
function moveCount({ inputs, outputs, cotangents, gradients }: Plan): number {
  return [inputs, outputs, cotangents, gradients].reduce((sum, each) => sum + Object.keys(each).length, 0);
}

/**
 * Takes memory for a direction of a run.
 *
 * @param batch - Sequences.
 * @param kept - What the forward run kept, for the backward run.
 * @throws OutOfMemoryError before anything is taken.
 */
export function beginExecution(
  backend: Backend,
  program: Program,
  direction: Direction,
  run: ScanRun,
  batch: number,
  kept?: GPUBuffer | null,
): Execution {
  const { plan, regions } = program;
  const { device, bufferManager } = backend;
  const layoutOf = (each: Direction): Layout => layOut(plan, regions, program.buffers[each], run.time);
  const bytesOf = ({ sizes }: Layout): { readonly kept: number; readonly work: number } => ({
    kept: checkedBytes(sizes.kept, device.limits),
    work: checkedBytes(sizes.work, device.limits),
  });
  // What could not go back must not go forward.
  if (plan.backward !== null) bytesOf(layoutOf('backward'));
  const layout = layoutOf(direction);
  const bytes = bytesOf(layout);
  const shared = sharedBy(device);
  const keptMemory =
    kept !== undefined
      ? kept
      : layout.sizes.kept === 0
        ? null
        : bufferManager.acquireBuffer(bytes.kept, memoryUsage);
  const work = bufferManager.acquireBuffer(bytes.work, memoryUsage);
  const firstMove = Math.ceil((4 * (runHead + 4 * placeVectors(plan.buffers.length))) / uniformStride);
  const uniform = bufferManager.acquireBuffer((firstMove + moveCount(plan)) * uniformStride, uniformUsage);
  const words = new Uint32Array(uniform.size / 4);
  words.set(runWords(run));
  words.set(layout.places, runHead);
  backend.queue.writeBuffer(uniform, 0, words);
  const group = planGroup(program, device, {
    kept: keptMemory ?? shared.nothing,
    work,
    uniform,
    time: run.time,
  });
  const stream = commandStream(backend);
  let moves = 0;

  const memoryOf = (buffer: BufferId): GPUBuffer => (regions[buffer] === 'kept' ? keptMemory! : work);
  const startOf = (buffer: BufferId, block: number): number =>
    layout.places[buffer]! + block * plan.buffers[buffer]!.size;
  const move = (
    kind: MoveKind,
    tensor: GPUBuffer,
    buffer: BufferId,
    words: ReturnType<typeof moveWords>,
  ): void => {
    const { layout, pipeline } = shared.move(kind);
    const at = (firstMove + moves++) * uniformStride;
    backend.queue.writeBuffer(uniform, at, new Uint32Array(words));
    const entries = [memoryOf(buffer), tensor].map((memory, binding) => ({
      binding,
      resource: { buffer: memory },
    }));
    const parameters = { binding: 2, resource: { buffer: uniform, offset: 0, size: 32 } };
    const bound = device.createBindGroup({ layout, entries: [...entries, parameters] });
    stream.dispatch(pipeline, bound, at, moveWorkgroups(words.at(-1)!));
  };
  const zero = (buffer: BufferId): void => {
    const { kind, size } = plan.buffers[buffer]!;
    stream.clear(memoryOf(buffer), 4 * layout.places[buffer]!, 4 * size * blockCount(kind, run.time));
  };
  const runPart = (operations: readonly Operation[], iterations: readonly number[]): void => {
    const ready = operations.map((each): ((offset: number) => void) => {
      if (each.kind === 'zero') return () => zero(each.buffer);
      const workgroups = each.workgroups(run.time);
      return (offset) => stream.dispatch(each.pipeline, group, offset, workgroups);
    });
    for (const iteration of iterations) for (const each of ready) each(iteration * uniformStride);
  };
  return {
    kept: keptMemory,
    copy(way, tensor, buffer, block, count = plan.buffers[buffer]!.size) {
      const [at, size] = [4 * startOf(buffer, block), 4 * count];
      if (way === 'in') stream.copy(tensor, 0, memoryOf(buffer), at, size);
      else stream.copy(memoryOf(buffer), at, tensor, 0, size);
    },
    moveSequence(kind, tensor, buffer, block) {
      const size = plan.buffers[buffer]!.size / batch;
      const start = startOf(buffer, block);
      move(kind, tensor, buffer, moveWords({ batch, time: run.time, reverse: run.reverse, size, start }));
    },
    moveIntegers(tensor, buffer, block, size = plan.buffers[buffer]!.size) {
      const start = startOf(buffer, block);
      move('fromIntegers', tensor, buffer, moveWords({ batch: 1, time: 1, reverse: false, size, start }));
    },
    clear: zero,
    run() {
      const { before, step, after } = program.operations(direction);
      const forward = Array.from({ length: run.time }, (_, i) => i);
      runPart(before, [0]);
      runPart(step, direction === 'forward' ? forward : forward.toReversed());
      runPart(after, [0]);
    },
    runForInput() {
      runPart(program.operations(direction).forInput, [0]);
    },
    release() {
      bufferManager.releaseBuffer(work);
      // Uniforms are written ahead of the commands: others may have them when these have been handed over.
      backend.uniformPendingDisposal.push(uniform);
    },
    releaseKept() {
      if (keptMemory !== null) bufferManager.releaseBuffer(keptMemory);
    },
  };
}

/** The head of `Run` in the shaders. */
function runWords({ time, noise }: ScanRun): number[] {
  const { base, sites, key } = noise ?? { base: 0, sites: 0, key: [0, 0] };
  return [time, base, sites, key[0], key[1], 0x7f800000, 0x7fc00000, 0];
}

function planGroup(
  { plan, constants }: Program,
  device: GPUDevice,
  { kept, work, uniform, time }: { kept: GPUBuffer; work: GPUBuffer; uniform: GPUBuffer; time: number },
): GPUBindGroup {
  const shared = sharedBy(device);
  const runBytes = 4 * (runHead + 4 * placeVectors(plan.buffers.length));
  const resources: GPUBufferBinding[] = [
    { buffer: kept },
    { buffer: work },
    { buffer: constants },
    { buffer: uniform, offset: 0, size: runBytes },
    { buffer: shared.iterations(time), offset: 0, size: 16 },
  ];
  return device.createBindGroup({
    layout: shared.planLayout,
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
}
