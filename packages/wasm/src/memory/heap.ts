import { UnsaturateError } from '@unsaturate/core';

const pageBytes = 65536;
const alignment = 64;
/** Nothing lies below, so that no address is 0. */
const start = 64;
/** Readable behind the last block: vector loads may reach beyond the end of an array. */
const slack = 64;

/** WebAssembly memory cannot grow as far as a recurrence needs. */
export class OutOfMemoryError extends UnsaturateError {
  constructor(bytes: number, options: ErrorOptions) {
    super(
      'OutOfMemoryError',
      `@unsaturate/wasm: ${bytes} bytes of WebAssembly memory are needed and cannot be had; ` +
        'use a smaller batch, fewer time steps or fewer units.',
      options,
    );
  }
}

/** Blocks of a WebAssembly memory. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** Bytes in blocks now. */
  readonly used: number;
  /**
   * The address of a new block, a multiple of 64; it holds what was there before.
   *
   * @throws {@link OutOfMemoryError} if the memory cannot grow; then nothing is allocated.
   */
  allocate(bytes: number): number;
  /** Gives a block back. */
  free(at: number): void;
  /** Values in memory. Growth detaches views of a memory that is not shared: take a new one after each allocation. */
  floats(at: number, length: number): Float32Array<ArrayBuffer>;
}

/** A piece of memory nobody has. */
interface Hole {
  readonly at: number;
  readonly bytes: number;
}

/** A heap over a memory; a new block goes to the first hole that is large enough. */
export function createHeap(memory: WebAssembly.Memory): Heap {
  const blocks = new Map<number, number>();
  let end = start;
  /** By address, none beside another or at the end. */
  let holes: Hole[] = [];
  let used = 0;

  const take = (size: number): number => {
    const index = holes.findIndex(({ bytes }) => bytes >= size);
    if (index >= 0) {
      const { at, bytes } = holes[index]!;
      const rest = { at: at + size, bytes: bytes - size };
      holes.splice(index, 1, ...(rest.bytes > 0 ? [rest] : []));
      return at;
    }
    growTo(memory, end + size + slack);
    const at = end;
    end += size;
    return at;
  };

  return {
    memory,
    get used() {
      return used;
    },
    allocate(bytes) {
      // An empty block has an address of its own, too.
      const size = Math.ceil(Math.max(bytes, 1) / alignment) * alignment;
      const at = take(size);
      blocks.set(at, size);
      used += size;
      return at;
    },
    free(at) {
      const bytes = blocks.get(at)!;
      blocks.delete(at);
      used -= bytes;
      holes = joined([...holes, { at, bytes }].toSorted((a, b) => a.at - b.at));
      const last = holes.at(-1)!;
      if (last.at + last.bytes !== end) return;
      end = last.at;
      holes.pop();
    },
    floats: (at, length) => new Float32Array(memory.buffer, at, length),
  };
}

/** Holes in order, those that touch as one. */
function joined(holes: readonly Hole[]): Hole[] {
  const result: Hole[] = [];
  for (const hole of holes) {
    const before = result.at(-1);
    if (before !== undefined && before.at + before.bytes === hole.at) {
      result[result.length - 1] = { at: before.at, bytes: before.bytes + hole.bytes };
    } else result.push(hole);
  }
  return result;
}

function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (pages <= 0) return;
  try {
    memory.grow(pages);
  } catch (cause) {
    throw new OutOfMemoryError(bytes, { cause });
  }
}
