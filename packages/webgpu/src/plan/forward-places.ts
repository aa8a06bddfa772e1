import type { BufferId, BufferRef, Instruction, Loop, PlanBuffer, Store, View } from '@unsaturate/scan';
import { accessesOf } from './accesses.ts';
import { areApart, extentsOf, loopExtents } from './overlap.ts';

/**
 * Values that are computed in one place and then copied to another are computed there at once: a kernel less.
 *
 * @param isTemporary - Whether nothing but the steps touches a buffer.
 */
export function forwardPlaces(
  part: readonly Instruction[],
  buffers: readonly PlanBuffer[],
  isTemporary: (buffer: BufferId) => boolean,
): Instruction[] {
  let current = [...part];
  for (const each of part) {
    if (each.kind !== 'loop' || !current.includes(each)) continue;
    current = withoutCopy(each, current, buffers, isTemporary) ?? current;
  }
  return current;
}

/** The instructions without a copy; undefined if the loop is none, or its target has another use before. */
function withoutCopy(
  loop: Loop,
  part: readonly Instruction[],
  buffers: readonly PlanBuffer[],
  isTemporary: (buffer: BufferId) => boolean,
): Instruction[] | undefined {
  const copy = copyOf(loop);
  if (copy === undefined || !isTemporary(copy.from.buffer) || copy.from.buffer === copy.to.buffer)
    return undefined;
  const { from, to } = copy;
  const size = loop.dims.reduce((product, each) => product * each, 1);
  const isWhole =
    buffers[from.buffer]!.size === size &&
    from.offset === 0 &&
    isDense(from, loop.dims) &&
    isSameOrder(from, to, loop.dims);
  const touches = (each: Instruction): boolean =>
    accessesOf(each).some(({ buffer }) => buffer === from.buffer);
  const [first, last] = [part.findIndex(touches), part.findLastIndex(touches)];
  const end = part.indexOf(loop);
  if (!isWhole || last !== end) return undefined;
  const target = loopExtents(loop)[1]!;
  const isFree = part
    .slice(first, end)
    .flatMap(extentsOf)
    .every((extent) => areApart(extent, target, buffers));
  if (!isFree || part.some((each) => each.kind === 'clear' && each.buffer === from.buffer)) return undefined;
  const move = <Ref extends BufferRef>(ref: Ref): Ref =>
    ref.buffer === from.buffer
      ? { ...ref, buffer: to.buffer, offset: ref.offset + to.offset, block: to.block }
      : ref;
  return part.flatMap((each) => (each === loop ? [] : [moved(each, move)]));
}

/** From where to where a loop copies, if it does nothing else. */
function copyOf({ loads, values, stores, timesSteps }: Loop): { from: View; to: Store } | undefined {
  const [value] = values;
  const isOne = loads.length === 1 && values.length === 1 && stores.length === 1;
  if (!isOne || timesSteps || value?.op !== 'load' || stores[0]!.combine !== 'set') return undefined;
  return { from: loads[0]!, to: stores[0]! };
}

/** Whether elements lie one after the other, row-major. */
function isDense({ strides }: View, dims: readonly number[]): boolean {
  let stride = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    if (dims[axis]! > 1 && strides[axis] !== stride) return false;
    stride *= dims[axis]!;
  }
  return true;
}

function isSameOrder(a: View, b: View, dims: readonly number[]): boolean {
  return dims.every((size, axis) => size === 1 || a.strides[axis] === b.strides[axis]);
}

function moved(instruction: Instruction, move: <Ref extends BufferRef>(ref: Ref) => Ref): Instruction {
  switch (instruction.kind) {
    case 'loop':
      return { ...instruction, loads: instruction.loads.map(move), stores: instruction.stores.map(move) };
    case 'product':
      return { ...instruction, a: move(instruction.a), b: move(instruction.b), c: move(instruction.c) };
    case 'noise':
      return { ...instruction, to: move(instruction.to) };
    case 'clear':
    default:
      return instruction;
  }
}
