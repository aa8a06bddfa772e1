import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumPages } from '../assembler/index.ts';
import { createHeap, type Heap, OutOfMemoryError } from './heap.ts';

const newHeap = (maximum = maximumPages): Heap => createHeap(new WebAssembly.Memory({ initial: 1, maximum }));

describe('createHeap', () => {
  it('gives blocks that are aligned, apart from each other and from address 0, with slack behind them', () => {
    const heap = newHeap();
    const operation = fc.record({
      bytes: fc.integer({ min: 0, max: 5000 }),
      free: fc.boolean(),
      which: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const blocks: { at: number; bytes: number }[] = [];
        for (const { bytes, free, which } of operations) {
          if (free && blocks.length > 0) heap.free(blocks.splice(which % blocks.length, 1)[0]!.at);
          else blocks.push({ at: heap.allocate(bytes), bytes });
        }
        const sorted = blocks.toSorted((a, b) => a.at - b.at);
        sorted.forEach(({ at, bytes }, i) => {
          expect(at % 64).toBe(0);
          expect(at).toBeGreaterThan(0);
          expect(at + bytes + (sorted[i + 1] ? 0 : 64)).toBeLessThanOrEqual(
            sorted[i + 1]?.at ?? heap.memory.buffer.byteLength,
          );
        });
        for (const { at } of blocks) heap.free(at);
        expect(heap.used).toBe(0);
      }),
      { seed: 5, numRuns: 100 },
    );
    expect(heap.allocate(1)).toBe(64);
  });

  it('uses what was given back again, in one piece where pieces touch', () => {
    const heap = newHeap();
    const [a, b, c] = [64, 128, 64].map((bytes) => heap.allocate(bytes)) as [number, number, number];
    heap.allocate(64);
    for (const at of [a, c, b]) heap.free(at);
    expect(heap.allocate(256)).toBe(a);
  });

  it('grows, and throws before anything is lost when it cannot', () => {
    const heap = newHeap(3);
    const at = heap.allocate(2 * 65536);
    expect(() => heap.allocate(65536)).toThrow(OutOfMemoryError);
    expect(() => heap.allocate(65536)).toThrow(
      'WebAssembly memory are needed and cannot be had; use a smaller',
    );
    expect(heap.used).toBe(2 * 65536);
    heap.free(at);
    expect(heap.allocate(2.5 * 65536)).toBe(at);
  });
});
