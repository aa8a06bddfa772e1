import { UnsaturateError } from '@unsaturate/core';
import { maximumPages } from '../assembler/index.ts';

const pageBytes = 65536;
const alignment = 16;
/** Nothing lies below, so that no address is 0. */
const start = 64;
/** Readable behind the last allocation: vector loads may reach beyond the end of an array. */
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

/** A memory that is handed out from its start on, and taken back down to a mark. */
export interface Arena {
  readonly memory: WebAssembly.Memory;
  /**
   * The address of so many bytes, a multiple of 16; they hold what was there before.
   *
   * @throws {@link OutOfMemoryError} if the memory cannot grow; then nothing is allocated.
   */
  allocate(bytes: number): number;
  /** Where the next allocation starts. */
  mark(): number;
  /** Takes back all that was allocated since `mark` gave this. */
  reset(mark: number): void;
  /** Values in memory. Growth detaches views: take a new one after each allocation. */
  floats(at: number, length: number): Float32Array<ArrayBuffer>;
}

/** An empty arena over a memory of its own. */
export function createArena(): Arena {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages });
  let end = start;
  return {
    memory,
    allocate(bytes) {
      const next = end + Math.ceil(bytes / alignment) * alignment;
      growTo(memory, next + slack);
      const at = end;
      end = next;
      return at;
    },
    mark: () => end,
    reset(mark) {
      end = mark;
    },
    floats: (at, length) => new Float32Array(memory.buffer, at, length),
  };
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
