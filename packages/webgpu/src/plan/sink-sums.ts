import type { Instruction, Loop, Phase, PlanBuffer, View } from '@unsaturate/scan';
import { accessesOf } from './accesses.ts';

/**
 * Loops of the steps that only add up what stays in memory run once, after the steps, over all of them: what they read
 * has a block for each step or is never written in the steps, and nothing in the steps looks at the sums.
 */
export function sinkSums(phase: Phase, buffers: readonly PlanBuffer[]): Phase {
  const sunk = phase.step.filter(
    (each): each is Loop => each.kind === 'loop' && canSink(each, phase.step, buffers),
  );
  if (sunk.length === 0) return phase;
  return {
    ...phase,
    step: phase.step.filter((each) => !sunk.includes(each as Loop)),
    after: [...sunk.map((loop) => overAllSteps(loop, buffers)), ...phase.after],
  };
}

function canSink(loop: Loop, step: readonly Instruction[], buffers: readonly PlanBuffer[]): boolean {
  const others = step.filter((each) => each !== loop);
  const later = step.slice(step.indexOf(loop) + 1);
  const writes = (among: readonly Instruction[], buffer: number): boolean =>
    among.some((each) =>
      accessesOf(each).some((access) => access.buffer === buffer && access.kind !== 'read'),
    );
  const stays = ({ buffer }: View): boolean =>
    !writes([loop, ...others], buffer) ||
    (buffers[buffer]!.kind === 'steps' && !writes([loop, ...later], buffer));
  const isSum = ({ buffer, combine }: Loop['stores'][number]): boolean =>
    combine === 'sum' &&
    buffers[buffer]!.kind === 'once' &&
    !others.some((each) =>
      accessesOf(each).some((access) => access.buffer === buffer && access.kind !== 'add'),
    );
  return loop.loads.every(stays) && loop.stores.every(isSum);
}

/** The loop with the time steps as an axis before its own. */
function overAllSteps(loop: Loop, buffers: readonly PlanBuffer[]): Loop {
  const extend = <Each extends View>(view: Each): Each => {
    const { kind, size } = buffers[view.buffer]!;
    return { ...view, strides: [kind === 'once' ? 0 : size, ...view.strides] };
  };
  return {
    ...loop,
    dims: [1, ...loop.dims],
    timesSteps: true,
    loads: loop.loads.map(extend),
    stores: loop.stores.map(extend),
  };
}
