import type { Loop, PlanBuffer, Product, View } from '@unsaturate/scan';
import { reducedAxes } from '../wgsl/nest.ts';
import type { KernelInstruction } from './kernel-loops.ts';
import { areApart, extentsOf, loopExtents } from './overlap.ts';

/** Has loops over the elements of the product right before them computed by its threads, each its own: a kernel less. */
export function withEpilogues(
  part: readonly KernelInstruction[],
  buffers: readonly PlanBuffer[],
): KernelInstruction[] {
  const result: KernelInstruction[] = [];
  for (const each of part) {
    const last = result.at(-1);
    const isEpilogue =
      each.kind === 'loop' &&
      last?.kind === 'product' &&
      last.epilogue === undefined &&
      canFollow(last, each, buffers);
    if (isEpilogue) result[result.length - 1] = { ...last, epilogue: each };
    else result.push(each);
  }
  return result;
}

/** Whether a loop needs of a product only the element that it is at, and writes nothing that the product reads. */
function canFollow(product: Product, loop: Loop, buffers: readonly PlanBuffer[]): boolean {
  const { m, n, batch, timesSteps, c } = product;
  const isOver =
    batch === 1 &&
    timesSteps === null &&
    !loop.timesSteps &&
    longAxes(loop.dims).join() === longAxes([m, n]).join() &&
    loop.stores.every((store) => reducedAxes(loop, store).length === 0);
  if (!isOver) return false;
  const [a, b, result] = extentsOf(product);
  const strides = longAxes([m, n], [c.rowStride, 1]).join();
  const isSame = (view: View): boolean =>
    view.offset === c.offset &&
    view.block === c.block &&
    longAxes(loop.dims, view.strides).join() === strides;
  const views: readonly View[] = [...loop.loads, ...loop.stores];
  return loopExtents(loop).every((extent, i) => {
    const isFactorSafe = !extent.writes || [a!, b!].every((factor) => areApart(extent, factor, buffers));
    return isFactorSafe && (areApart(extent, result!, buffers) || isSame(views[i]!));
  });
}

/** What belongs to the axes that are not of size 1; by default their sizes. */
function longAxes(dims: readonly number[], values: readonly number[] = dims): number[] {
  return values.filter((_, axis) => dims[axis] !== 1);
}
