import type { BufferId, Instruction, Loop, Matrix, PlanBuffer, Product, View } from '@unsaturate/scan';

/** Elements that an instruction reads or writes: a view and how far it goes along each axis. */
export interface Extent {
  readonly buffer: BufferId;
  readonly writes: boolean;
  /** Undefined for a whole buffer. */
  readonly box: { readonly view: View; readonly dims: readonly number[] } | undefined;
}

/** What an instruction touches. */
export function extentsOf(instruction: Instruction): Extent[] {
  switch (instruction.kind) {
    case 'loop':
      return loopExtents(instruction);
    case 'product': {
      const { a, b, c } = instruction;
      return [
        matrixExtent(instruction, a, 'a'),
        matrixExtent(instruction, b, 'b'),
        matrixExtent(instruction, c, 'c'),
      ];
    }
    case 'noise': {
      const { to, size } = instruction;
      return [{ buffer: to.buffer, writes: true, box: { view: { ...to, strides: [1] }, dims: [size] } }];
    }
    case 'clear':
    default:
      return [{ buffer: instruction.buffer, writes: true, box: undefined }];
  }
}

/** Extents of a loop: first its loads, then its stores. */
export function loopExtents({ dims, timesSteps, loads, stores }: Loop): Extent[] {
  const extent = (view: View, writes: boolean): Extent => ({
    buffer: view.buffer,
    writes,
    box: timesSteps ? undefined : { view, dims },
  });
  return [...loads.map((view) => extent(view, false)), ...stores.map((view) => extent(view, true))];
}

function matrixExtent(product: Product, matrix: Matrix, which: 'a' | 'b' | 'c'): Extent {
  const { m, n, k, batch, timesSteps, transposeA, transposeB } = product;
  const shapes = { a: transposeA ? [k, m] : [m, k], b: transposeB ? [n, k] : [k, n], c: [m, n] };
  const view = { ...matrix, strides: [matrix.batchStride, matrix.rowStride, 1] };
  const box = timesSteps === null ? { view, dims: [batch, ...shapes[which]] } : undefined;
  return { buffer: matrix.buffer, writes: which === 'c', box };
}

/** Whether one of two instructions might write what the other touches, so that their order counts. */
export function conflict(one: Instruction, other: Instruction, buffers: readonly PlanBuffer[]): boolean {
  const others = extentsOf(other);
  return extentsOf(one).some((a) => others.some((b) => (a.writes || b.writes) && !areApart(a, b, buffers)));
}

/** Whether two extents surely have no element in common. */
export function areApart(a: Extent, b: Extent, buffers: readonly PlanBuffer[]): boolean {
  if (a.buffer !== b.buffer) return true;
  if (a.box === undefined || b.box === undefined) return false;
  const { kind, size } = buffers[a.buffer]!;
  const [first, second] = [rangeOf(a.box), rangeOf(b.box)];
  const inBlock = [first, second].every(([low, high]) => low >= 0 && high < size);
  if (kind === 'chain' && a.box.view.block !== b.box.view.block) return inBlock;
  return first[1] < second[0] || second[1] < first[0] || areBesideEachOther(a.box, b.box);
}

type Box = NonNullable<Extent['box']>;

function rangeOf({ view, dims }: Box): [number, number] {
  let [low, high] = [view.offset, view.offset];
  dims.forEach((size, axis) => {
    const reach = (size - 1) * view.strides[axis]!;
    if (reach < 0) low += reach;
    else high += reach;
  });
  return [low, high];
}

/** Whether two boxes are parts of one array that do not overlap along one of its axes, such as slices of columns. */
function areBesideEachOther(a: Box, b: Box): boolean {
  const strides = [
    ...new Set([a, b].flatMap(({ view, dims }) => view.strides.filter((_, axis) => dims[axis]! > 1))),
  ];
  strides.sort((x, y) => y - x);
  const [first, second] = [intervals(a, strides), intervals(b, strides)];
  if (first === undefined || second === undefined) return false;
  return strides.some((_, i) => first[i]![1] <= second[i]![0] || second[i]![1] <= first[i]![0]);
}

/** From where to where a box goes along axes with given strides, falling; undefined if it does not fit into them. */
function intervals({ view, dims }: Box, strides: readonly number[]): [number, number][] | undefined {
  let rest = view.offset;
  const found: [number, number][] = [];
  for (const [i, stride] of strides.entries()) {
    if (stride <= 0) return undefined;
    const begin = Math.floor(rest / stride);
    rest -= begin * stride;
    const axes = dims.flatMap((size, axis) => (size > 1 && view.strides[axis] === stride ? [size] : []));
    if (axes.length > 1) return undefined;
    const end = begin + (axes[0] ?? 1);
    // What goes beyond the next axis outwards would come back further along it.
    if (i > 0 && end * stride > strides[i - 1]!) return undefined;
    found.push([begin, end]);
  }
  return rest === 0 || strides.length === 0 ? found : undefined;
}
