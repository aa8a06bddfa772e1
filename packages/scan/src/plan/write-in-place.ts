import type { BufferId, Instruction, Loop, Product } from './plan.ts';

/**
 * Lets a product write where a loop only copies it to, for products after the steps: the parts of a gradient that was
 * put together from several.
 *
 * @param read - Buffers that others read: those stay.
 */
export function writeInPlace(
  instructions: readonly Instruction[],
  read: ReadonlySet<BufferId>,
): Instruction[] {
  const copies = instructions
    .flatMap((each) => (each.kind === 'loop' ? [copyOf(each)] : []))
    .filter((each) => !!each);
  const moves = new Map<Instruction, Instruction>();
  for (const { loop, from, to } of copies) {
    const users = instructions.filter((each) => usesBuffer(each, from));
    const [product] = users;
    if (users.length !== 2 || read.has(from) || product?.kind !== 'product') continue;
    if (!isWhole(product, loop)) continue;
    moves.set(product, { ...product, c: to });
    moves.set(loop, loop);
  }
  return instructions.flatMap((each) => {
    const moved = moves.get(each);
    if (moved === each) return [];
    return [moved ?? each];
  });
}

interface Copy {
  readonly loop: Loop;
  readonly from: BufferId;
  readonly to: Product['c'];
}

/** What a loop copies, if that is all it does, to a matrix with contiguous rows. */
function copyOf(loop: Loop): Copy | undefined {
  const { dims, loads, values, stores, timesSteps } = loop;
  const [load, store] = [loads[0], stores[0]];
  if (loads.length !== 1 || stores.length !== 1 || values.length !== 1 || timesSteps) return undefined;
  if (dims.length !== 2 || store?.combine !== 'set' || store.strides[1] !== 1) return undefined;
  if (load?.offset !== 0 || load.strides.join() !== `${dims[1]},1`) return undefined;
  const { buffer, offset, block, strides } = store;
  return { loop, from: load.buffer, to: { buffer, offset, block, rowStride: strides[0]!, batchStride: 0 } };
}

/** Whether a product writes exactly what a loop copies. */
function isWhole({ m, n, c, batch, accumulate, timesSteps }: Product, { dims }: Loop): boolean {
  const shape = m === dims[0] && n === dims[1] && c.rowStride === n && c.offset === 0;
  return shape && batch === 1 && !accumulate && timesSteps !== 'm';
}

function usesBuffer(each: Instruction, buffer: BufferId): boolean {
  if (each.kind === 'loop') return [...each.loads, ...each.stores].some((view) => view.buffer === buffer);
  if (each.kind === 'product') return [each.a, each.b, each.c].some((matrix) => matrix.buffer === buffer);
  return (each.kind === 'noise' ? each.to.buffer : each.buffer) === buffer;
}
