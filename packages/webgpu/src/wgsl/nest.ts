import type { Loop, Store, View } from '@unsaturate/scan';

/** Axes along which several elements of a loop go to the place of a store. */
export function reducedAxes(loop: Pick<Loop, 'dims' | 'timesSteps'>, store: Store): number[] {
  return loop.dims.flatMap((size, axis) => {
    const isLong = size > 1 || (axis === 0 && loop.timesSteps);
    return store.strides[axis] === 0 && isLong ? [axis] : [];
  });
}

/**
 * The same loop with as few axes as possible: two neighbours become one where every view goes on from the end of the
 * inner one, and axes of size 1 disappear.
 */
export function collapse<Each extends Loop>(loop: Each): Each {
  const views: readonly View[] = [...loop.loads, ...loop.stores];
  /** Groups of axes, each a size and the strides of all views. */
  const groups: { size: number; strides: number[] }[] = [];
  loop.dims.forEach((size, axis) => {
    const strides = views.map((view) => view.strides[axis]!);
    const last = groups.at(-1);
    if (size === 1 && last !== undefined) return;
    const goesOn = last?.strides.every((stride, i) => stride === size * strides[i]!);
    const isOne = last?.size === 1 && !(groups.length === 1 && loop.timesSteps);
    if (last !== undefined && (goesOn || isOne))
      groups[groups.length - 1] = { size: last.size * size, strides };
    else groups.push({ size, strides });
  });
  const stridesOf = (view: number): number[] => groups.map(({ strides }) => strides[view]!);
  return {
    ...loop,
    dims: groups.map(({ size }) => size),
    loads: loop.loads.map((view, i) => ({ ...view, strides: stridesOf(i) })),
    stores: loop.stores.map((store, i) => ({ ...store, strides: stridesOf(loop.loads.length + i) })),
  };
}
