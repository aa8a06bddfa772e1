import type { BufferId, BufferRef, PlanBuffer } from '@unsaturate/scan';
import type { Heap } from '../memory/heap.ts';

/** Where something is in memory, in bytes: `at + iteration * stride`. */
interface Place {
  readonly at: number;
  readonly stride: number;
}

/** Where the buffers of a plan are, for a number of time steps. */
export interface Layout {
  readonly steps: number;
  /** Address of a buffer's first block. */
  at(buffer: BufferId): number;
  /** Values in all blocks of a buffer. */
  length(buffer: BufferId): number;
  /** Where an access of a step is; before and after the steps it is at the place of iteration 0. */
  place(ref: BufferRef): Place;
  /** Frees all other buffers: what they hold is lost, and where they were. */
  keepOnly(buffers: ReadonlySet<BufferId>): void;
}

/**
 * Allocates the buffers of a plan, each when it is first asked for, and writes what it holds from the start; else they
 * hold anything.
 */
export function layOut(plan: { readonly buffers: readonly PlanBuffer[] }, steps: number, heap: Heap): Layout {
  const lengths = plan.buffers.map(({ kind, size }) => size * blockCount(kind, steps));
  const addresses = new Map<BufferId, number>();
  const addressOf = (buffer: BufferId): number => {
    const known = addresses.get(buffer);
    if (known !== undefined) return known;
    const at = heap.allocate(4 * lengths[buffer]!);
    const { values } = plan.buffers[buffer]!;
    if (values) heap.floats(at, lengths[buffer]!).set(values);
    addresses.set(buffer, at);
    return at;
  };
  return {
    steps,
    at: addressOf,
    length: (buffer) => lengths[buffer]!,
    place({ buffer, offset, block }) {
      const { kind, size } = plan.buffers[buffer]!;
      const first = kind === 'chain' ? block * size : 0;
      return { at: addressOf(buffer) + 4 * (first + offset), stride: kind === 'once' ? 0 : 4 * size };
    },
    keepOnly(buffers) {
      for (const [buffer, at] of addresses) {
        if (buffers.has(buffer)) continue;
        heap.free(at);
        addresses.delete(buffer);
      }
    },
  };
}

function blockCount(kind: PlanBuffer['kind'], steps: number): number {
  return { once: 1, steps, chain: steps + 1 }[kind];
}
