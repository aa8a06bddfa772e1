import { UnsaturateError } from '@unsaturate/core';
import type { BufferId, Plan, PlanBuffer } from '@unsaturate/scan';
import { touched } from '../plan/accesses.ts';
import type { Region } from '../wgsl/places.ts';

/** The buffers of a scan do not fit what a GPU lets a kernel reach at once. */
export class OutOfMemoryError extends UnsaturateError {
  constructor(bytes: number, limit: number) {
    super(
      'OutOfMemoryError',
      `@unsaturate/webgpu: ${bytes} bytes of GPU memory are needed in one piece, and this device gives at most ` +
        `${limit}; use a smaller batch, fewer time steps or fewer units.`,
    );
  }
}

/** Which part of a plan runs. */
export type Direction = 'forward' | 'backward';

/** Where buffers are, in values from the start of their region. */
export interface Layout {
  readonly places: Uint32Array;
  /** Values in each region; the constants do not depend on the time steps. */
  readonly sizes: Readonly<Record<Region, number>>;
}

/** Buffers begin at multiples of so many values. */
const alignment = 64;

/** Which region each buffer of a plan is in. */
export function regionsOf(plan: Plan): Region[] {
  const kept = new Set<BufferId>(plan.kept);
  if (plan.backward !== null) {
    const used = touched(plan.backward);
    for (const buffer of Object.values(plan.inputs)) if (used.has(buffer)) kept.add(buffer);
  }
  return plan.buffers.map(({ values }, buffer) =>
    values ? 'constants' : kept.has(buffer) ? 'kept' : 'work',
  );
}

/** Buffers that a direction has, in whatever region. */
export function buffersOf(plan: Plan, direction: Direction): Set<BufferId> {
  const phase = plan[direction];
  const given = direction === 'forward' ? plan.inputs : plan.cotangents;
  const results = Object.values<{ readonly buffer: BufferId }>(
    direction === 'forward' ? plan.outputs : plan.gradients,
  ).map(({ buffer }) => buffer);
  return new Set([...(phase ? touched(phase) : []), ...Object.values(given), ...results]);
}

/**
 * Gives buffers their places for T time steps. The kept ones and the constants are at the same places in both
 * directions; of the others only those that the direction has take memory.
 */
export function layOut(
  plan: Plan,
  regions: readonly Region[],
  has: ReadonlySet<BufferId>,
  time: number,
): Layout {
  const sizes = { kept: 0, work: 0, constants: 0 };
  const places = new Uint32Array(plan.buffers.length);
  plan.buffers.forEach((buffer, id) => {
    const region = regions[id]!;
    if (region === 'work' && !has.has(id)) return;
    places[id] = sizes[region];
    sizes[region] += Math.ceil((buffer.size * blockCount(buffer.kind, time)) / alignment) * alignment;
  });
  return { places, sizes };
}

/** Blocks of a buffer for T time steps. */
export function blockCount(kind: PlanBuffer['kind'], time: number): number {
  return { once: 1, steps: time, chain: time + 1 }[kind];
}

/** Bytes for so many values, a little more than needed so that buffers for similar scans are of one size. */
function roundedBytes(values: number): number {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(values, 1))) - 3);
  return 4 * Math.max(alignment, Math.ceil(values / step) * step);
}

/**
 * Bytes of a piece of memory for so many values.
 *
 * @throws {@link OutOfMemoryError} if a kernel cannot reach so many.
 */
export function checkedBytes(
  values: number,
  { maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits,
): number {
  // Indices are 32 bits wide.
  const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize, 2 ** 34 - 4);
  if (4 * values > limit) throw new OutOfMemoryError(4 * values, limit);
  return Math.min(roundedBytes(values), limit - (limit % 4));
}
