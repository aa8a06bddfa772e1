import type { Phase, Plan } from '@unsaturate/scan';
import { describe, expect, it } from 'vitest';
import { buffersOf, checkedBytes, layOut, OutOfMemoryError, regionsOf } from './layout.ts';

const empty: Phase = { before: [], step: [], after: [], forInput: [] };
const clear = (buffer: number) => ({ kind: 'clear', buffer, value: 0 }) as const;

const plan: Plan = {
  buffers: [
    { name: 'params/w', kind: 'once', size: 5 },
    { name: 'x', kind: 'steps', size: 30 },
    { name: 'state/h', kind: 'chain', size: 40 },
    { name: 'table', kind: 'once', size: 3, values: new Float32Array([1, 2, 3]) },
    { name: 'temporary', kind: 'once', size: 100 },
    { name: 'd/state/h', kind: 'chain', size: 40 },
  ],
  inputs: { 'params/w': 0, x: 1, 'state/h': 2 },
  outputs: { output: { buffer: 2, offset: 0, block: 1, shape: [4, 10] } },
  kept: [2],
  cotangents: { 'state/h': 5 },
  gradients: { 'state/h': { buffer: 5, offset: 0, block: 0 } },
  forward: { ...empty, step: [clear(4)] },
  backward: { ...empty, step: [clear(0)] },
};

describe('layOut', () => {
  it('keeps what the backward run needs, inputs too, and takes no memory for what a direction has not', () => {
    const regions = regionsOf(plan);
    expect(regions).toEqual(['kept', 'work', 'kept', 'constants', 'work', 'work']);
    const [forward, backward] = (['forward', 'backward'] as const).map((direction) =>
      layOut(plan, regions, buffersOf(plan, direction), 4),
    );
    // Every buffer begins at a multiple of 64 values: w, then five blocks of h.
    expect([...forward!.places]).toEqual([0, 0, 64, 0, 128, 0]);
    expect(forward!.sizes).toEqual({ kept: 64 + 256, work: 128 + 128, constants: 64 });
    expect([...backward!.places]).toEqual([0, 0, 64, 0, 0, 0]);
    expect(backward!.sizes).toEqual({ kept: 64 + 256, work: 256, constants: 64 });
  });
});

describe('checkedBytes', () => {
  const limits = { maxBufferSize: 4_000, maxStorageBufferBindingSize: 2_000 } as GPUSupportedLimits;

  it('rounds up by an eighth at most, to sizes that recur', () => {
    expect([1, 64, 65, 480, 481].map((values) => checkedBytes(values, limits))).toEqual([
      256, 256, 288, 1920, 2000,
    ]);
    expect(checkedBytes(500, limits)).toBe(2_000);
  });

  it('throws for what a kernel cannot reach', () => {
    expect(() => checkedBytes(501, limits)).toThrow(OutOfMemoryError);
    expect(() => checkedBytes(501, limits)).toThrow('2004 bytes of GPU memory are needed in one piece');
  });
});
