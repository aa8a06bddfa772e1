import type { BufferId, Instruction, Loop, Phase, Store, View } from '@unsaturate/scan';
import { reducedAxes } from '../wgsl/nest.ts';
import { accessesOf } from './accesses.ts';

/**
 * Sums over the steps that bring several elements of a loop together are kept apart for each element, and brought
 * together once, after the steps: so that a step needs no reduction, for which threads would have to wait.
 *
 * @param newBuffer - Makes a buffer of so many values, which is there once.
 */
export function widenSums(phase: Phase, newBuffer: (size: number) => BufferId): Phase {
  const before: Instruction[] = [];
  const after: Instruction[] = [];
  const step = phase.step.map((each): Instruction => {
    if (each.kind !== 'loop') return each;
    const wide: [Store, View][] = [];
    const stores = each.stores.map((store) => {
      if (reducedAxes(each, store).length === 0 || !isOnlyAddedTo(store.buffer, phase.step)) return store;
      const buffer = newBuffer(each.dims.reduce((product, size) => product * size, 1));
      const view = { buffer, offset: 0, block: 0, strides: rowMajor(each.dims) } as const;
      before.push({ kind: 'clear', buffer, value: 0 });
      wide.push([store, view]);
      return { ...store, ...view };
    });
    if (wide.length > 0) after.push(bringTogether(each.dims, wide));
    return { ...each, stores };
  });
  return { ...phase, before: [...phase.before, ...before], step, after: [...after, ...phase.after] };
}

function isOnlyAddedTo(buffer: BufferId, step: readonly Instruction[]): boolean {
  return step.every((each) =>
    accessesOf(each).every((access) => access.buffer !== buffer || access.kind === 'add'),
  );
}

function bringTogether(dims: readonly number[], wide: readonly (readonly [Store, View])[]): Loop {
  return {
    kind: 'loop',
    dims,
    timesSteps: false,
    loads: wide.map(([, view]) => view),
    values: wide.map((_, load) => ({ op: 'load', load })),
    stores: wide.map(([store], value) => ({ ...store, value })),
  };
}

function rowMajor(dims: readonly number[]): number[] {
  const strides = dims.map(() => 1);
  for (let axis = dims.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * dims[axis + 1]!;
  return strides;
}
