import type { BufferId, BufferRef, Plan, PlanBuffer } from '@unsaturate/scan';
import type { Arena } from '../memory/arena.ts';

/** Where something is in memory, in bytes: `at + iteration * stride`. */
export interface Place {
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
}

/** Allocates the buffers of a plan and writes what they hold from the start; else they hold anything. */
export function layOut(plan: Plan, steps: number, arena: Arena): Layout {
  const lengths = plan.buffers.map(({ kind, size }) => size * blockCount(kind, steps));
  const addresses = lengths.map((length) => arena.allocate(4 * length));
  plan.buffers.forEach(({ values }, id) => {
    if (values) arena.floats(addresses[id]!, lengths[id]!).set(values);
  });
  return {
    steps,
    at: (buffer) => addresses[buffer]!,
    length: (buffer) => lengths[buffer]!,
    place({ buffer, offset, block }) {
      const { kind, size } = plan.buffers[buffer]!;
      const first = kind === 'chain' ? block * size : 0;
      return { at: addresses[buffer]! + 4 * (first + offset), stride: kind === 'once' ? 0 : 4 * size };
    },
  };
}

function blockCount(kind: PlanBuffer['kind'], steps: number): number {
  return { once: 1, steps, chain: steps + 1 }[kind];
}
