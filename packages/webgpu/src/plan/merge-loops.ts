import type { Instruction, Loop, PlanBuffer, Store, Value, View } from '@unsaturate/scan';
import { reducedAxes } from '../wgsl/nest.ts';
import { areApart, conflict, loopExtents } from './overlap.ts';
import { renumbered, withoutUnusedLoads } from './values.ts';

/**
 * Makes one loop of two over the same axes, where what the second reads of the first is at the same element: a kernel
 * less. Only of loops that reduce nothing.
 */
export function mergeLoops(part: readonly Instruction[], buffers: readonly PlanBuffer[]): Instruction[] {
  const merged: Instruction[] = [];
  for (const each of part) {
    const into = each.kind === 'loop' ? partnerOf(each, merged, buffers) : undefined;
    if (into === undefined) merged.push(each);
    else merged[into] = merge(merged[into] as Loop, each as Loop);
  }
  return merged;
}

/** Index of the last instruction that a loop can be merged into, without anything in between that it waits for. */
function partnerOf(
  loop: Loop,
  before: readonly Instruction[],
  buffers: readonly PlanBuffer[],
): number | undefined {
  for (let i = before.length - 1; i >= 0; i--) {
    const each = before[i]!;
    if (each.kind === 'loop' && canMerge(each, loop, buffers)) return i;
    if (conflict(each, loop, buffers)) return undefined;
  }
  return undefined;
}

function canMerge(first: Loop, second: Loop, buffers: readonly PlanBuffer[]): boolean {
  const [a, b] = [squeeze(first), squeeze(second)];
  if (a.timesSteps !== b.timesSteps || a.dims.join() !== b.dims.join()) return false;
  if (
    ![a, b].every((loop) => loop.loads.length > 0 && loop.stores.every((store) => isElementwise(loop, store)))
  ) {
    return false;
  }
  const others = loopExtents(b);
  const viewsOfA: readonly (View | Store)[] = [...a.loads, ...a.stores];
  const viewsOfB: readonly (View | Store)[] = [...b.loads, ...b.stores];
  return loopExtents(a).every((x, i) =>
    others.every((y, k) => {
      if ((!x.writes && !y.writes) || areApart(x, y, buffers)) return true;
      const [one, other] = [viewsOfA[i]!, viewsOfB[k]!];
      return isSame(one, other) && (y.writes || ('combine' in one && one.combine === 'set'));
    }),
  );
}

function isElementwise(loop: Loop, store: Store): boolean {
  return reducedAxes(loop, store).length === 0;
}

function isSame(a: View, b: View): boolean {
  return (
    a.buffer === b.buffer &&
    a.offset === b.offset &&
    a.block === b.block &&
    a.strides.join() === b.strides.join()
  );
}

/** Without axes of size 1, as far as there are others. */
function squeeze(loop: Loop): Loop {
  const axes = [...loop.dims.keys()].filter(
    (axis) => loop.dims[axis] !== 1 || (axis === 0 && loop.timesSteps),
  );
  const kept = axes.length === 0 ? [0] : axes;
  const view = <Each extends View>(each: Each): Each => ({
    ...each,
    strides: kept.map((axis) => (loop.dims[axis] === 1 && !loop.timesSteps ? 0 : each.strides[axis]!)),
  });
  return {
    ...loop,
    dims: kept.map((axis) => loop.dims[axis]!),
    loads: loop.loads.map(view),
    stores: loop.stores.map(view),
  };
}

function merge(first: Loop, second: Loop): Loop {
  const [a, b] = [squeeze(first), squeeze(second)];
  const values: Value[] = [...a.values];
  const valueOf: number[] = [];
  for (const value of b.values) {
    const stored =
      value.op === 'load' ? a.stores.findLast((store) => isSame(store, b.loads[value.load]!)) : undefined;
    valueOf.push(stored?.value ?? values.push(renumbered(value, valueOf, a.loads.length)) - 1);
  }
  return withoutUnusedLoads({
    ...a,
    loads: [...a.loads, ...b.loads],
    values,
    stores: [...a.stores, ...b.stores.map((store) => ({ ...store, value: valueOf[store.value]! }))],
  });
}
