import type { View } from './plan.ts';

/** Strides of a row-major array. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Product of sizes. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, each) => size * each, 1);
}

/** Whether elements lie one after the other in row-major order. */
export function isContiguous(view: View, shape: readonly number[]): boolean {
  const dense = rowMajor(shape);
  return shape.every((size, axis) => size === 1 || view.strides[axis] === dense[axis]);
}

/**
 * The same elements in another shape, without moving them; undefined where strides do not allow it.
 *
 * Groups of axes with equal products are matched from the left; a group of the old shape must itself be evenly strided.
 */
export function reshapeView(view: View, from: readonly number[], to: readonly number[]): View | undefined {
  const strides: number[] = [];
  const axes = from
    .map((size, axis) => ({ size, stride: view.strides[axis]! }))
    .filter(({ size }) => size !== 1);
  let next = 0;
  for (let axis = 0; axis < to.length;) {
    if (to[axis] === 1) {
      strides.push(0);
      axis++;
      continue;
    }
    const first = next;
    let [have, want] = [axes[next++]!.size, to[axis]!];
    let last = axis;
    while (have !== want) {
      if (have < want) have *= axes[next++]!.size;
      else want *= to[++last]!;
    }
    for (let k = first; k + 1 < next; k++) {
      if (axes[k]!.stride !== axes[k + 1]!.stride * axes[k + 1]!.size) return undefined;
    }
    let stride = axes[next - 1]!.stride;
    const group: number[] = [];
    for (let k = last; k >= axis; k--) {
      group.unshift(stride);
      stride *= to[k]!;
    }
    strides.push(...group);
    axis = last + 1;
  }
  return { ...view, strides };
}

/** Repeats axes of size 1. */
export function broadcastView(view: View, from: readonly number[], to: readonly number[]): View {
  return { ...view, strides: view.strides.map((stride, axis) => (from[axis] === to[axis] ? stride : 0)) };
}

/** Axis i of the result is axis perm[i]. */
export function transposeView(view: View, perm: readonly number[]): View {
  return { ...view, strides: perm.map((axis) => view.strides[axis]!) };
}

/** From `begin` on, every `steps[axis]`-th. */
export function sliceView(view: View, begin: readonly number[], steps: readonly number[]): View {
  const offset = begin.reduce((sum, at, axis) => sum + at * view.strides[axis]!, view.offset);
  return { ...view, offset, strides: view.strides.map((stride, axis) => stride * steps[axis]!) };
}
