import type { BufferId, Instruction, Loop, PlanBuffer, Value, View } from '@unsaturate/scan';
import { reducedAxes } from '../wgsl/nest.ts';
import { accessesOf } from './accesses.ts';
import { areApart, extentsOf, loopExtents } from './overlap.ts';
import { renumbered, withoutUnusedLoads } from './values.ts';

/** Values that are computed again at most, instead of being read from memory. */
const cheap = 8;

/**
 * Loops with a few operations whose results only loops over other axes read, such as a bias added before a slice or a
 * mask, are computed where they are read, as constants are wherever: a kernel less.
 *
 * @param isTemporary - Whether nothing but the steps touches a buffer.
 */
export function inlineLoops(
  part: readonly Instruction[],
  buffers: readonly PlanBuffer[],
  isTemporary: (buffer: BufferId) => boolean,
): Instruction[] {
  let current = [...part];
  for (const each of part) {
    if (each.kind !== 'loop' || !current.includes(each)) continue;
    current = withoutLoop(each, current, buffers, isTemporary) ?? current;
  }
  return current;
}

/** The instructions without a loop, its values computed where they are read; undefined if that cannot be. */
function withoutLoop(
  loop: Loop,
  part: readonly Instruction[],
  buffers: readonly PlanBuffer[],
  isTemporary: (buffer: BufferId) => boolean,
): Instruction[] | undefined {
  const places = loop.stores.map(({ buffer }) => buffer);
  const isPlain =
    !loop.timesSteps &&
    loop.values.filter(({ op }) => op !== 'load').length <= cheap &&
    new Set(places).size === places.length &&
    loop.stores.every(
      (store) =>
        store.combine === 'set' && reducedAxes(loop, store).length === 0 && isTemporary(store.buffer),
    );
  if (!isPlain) return undefined;
  const index = part.indexOf(loop);
  const result: Instruction[] = part.slice(0, index);
  const touches = (each: Instruction): boolean =>
    accessesOf(each).some(({ buffer }) => places.includes(buffer));
  if (result.some(touches)) return undefined;
  for (const each of part.slice(index + 1)) {
    if (!touches(each)) {
      result.push(each);
      continue;
    }
    // Loops over the same elements become one; constants are known everywhere.
    if (each.kind !== 'loop') return undefined;
    if (loop.loads.length > 0 && each.dims.join() === loop.dims.join()) return undefined;
    const between = part.slice(index + 1, part.indexOf(each));
    const inlined = inline(loop, each);
    if (inlined === undefined || isOverwritten(loop, between, buffers)) return undefined;
    if (!readsBeforeWriting(inlined, buffers)) return undefined;
    result.push(inlined);
  }
  return result;
}

/** Whether something in between writes what the loop reads. */
function isOverwritten(loop: Loop, between: readonly Instruction[], buffers: readonly PlanBuffer[]): boolean {
  const reads = loopExtents(loop).filter(({ writes }) => !writes);
  return between
    .flatMap(extentsOf)
    .some((write) => write.writes && reads.some((read) => !areApart(read, write, buffers)));
}

/** Whether a loop writes nothing that another of its elements reads. */
function readsBeforeWriting(loop: Loop, buffers: readonly PlanBuffer[]): boolean {
  const extents = loopExtents(loop);
  return loop.stores.every((store, s) =>
    loop.loads.every((load, l) => {
      const same = store.offset === load.offset && store.strides.join() === load.strides.join();
      return (
        (same && store.block === load.block) ||
        areApart(extents[loop.loads.length + s]!, extents[l]!, buffers)
      );
    }),
  );
}

/** A loop that computes what it read of another; undefined if it does not read whole slices of it, or writes it. */
function inline(from: Loop, into: Loop): Loop | undefined {
  const storeOf = (view: View) => from.stores.find(({ buffer }) => buffer === view.buffer);
  if (into.timesSteps || into.stores.some((store) => storeOf(store) !== undefined)) return undefined;
  const loads: View[] = [...into.loads];
  const values: Value[] = [];
  const valueOf: number[] = [];
  for (const value of into.values) {
    const load = value.op === 'load' ? into.loads[value.load]! : undefined;
    const store = load && storeOf(load);
    if (load === undefined || store === undefined) {
      valueOf.push(values.push(renumbered(value, valueOf, 0)) - 1);
      continue;
    }
    const moved = movedLoads(from, store, load, into.dims);
    if (moved === undefined) return undefined;
    const inner: number[] = [];
    for (const each of from.values) inner.push(values.push(renumbered(each, inner, loads.length)) - 1);
    loads.push(...moved);
    valueOf.push(inner[store.value]!);
  }
  return withoutUnusedLoads({
    ...into,
    loads,
    values,
    stores: into.stores.map((store) => ({ ...store, value: valueOf[store.value]! })),
  });
}

/** The loads of a loop, for the elements that another loop read of its store. */
function movedLoads(from: Loop, store: View, read: View, dims: readonly number[]): View[] | undefined {
  const axes = [...from.dims.keys()].filter((axis) => from.dims[axis]! > 1);
  axes.sort((a, b) => store.strides[b]! - store.strides[a]!);
  const matched = dims.map((size, axis) => {
    const stride = read.strides[axis]!;
    return size === 1 || stride === 0 ? -1 : axes.findIndex((each) => store.strides[each] === stride);
  });
  const isWhole = dims.every((size, axis) => size === 1 || read.strides[axis] === 0 || matched[axis]! >= 0);
  const found = matched.filter((each) => each >= 0);
  if (!isWhole || new Set(found).size !== found.length || store.block !== read.block) return undefined;
  let rest = read.offset - store.offset;
  const begins: number[] = [];
  for (const [i, axis] of axes.entries()) {
    const stride = store.strides[axis]!;
    const begin = Math.floor(rest / stride);
    rest -= begin * stride;
    const size = matched.includes(i) ? dims[matched.indexOf(i)]! : 1;
    if (begin < 0 || begin + size > from.dims[axis]!) return undefined;
    begins.push(begin);
  }
  if (rest !== 0) return undefined;
  return from.loads.map((load) => ({
    ...load,
    offset: load.offset + begins.reduce((sum, begin, i) => sum + begin * load.strides[axes[i]!]!, 0),
    strides: dims.map((_, axis) => (matched[axis]! < 0 ? 0 : load.strides[axes[matched[axis]!]!]!)),
  }));
}
