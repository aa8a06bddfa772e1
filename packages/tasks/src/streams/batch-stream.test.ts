import { describe, expect, it } from 'vitest';
import { fixed, streamed } from './batch-stream.ts';

const numbers = { batch: (n: number): number => n };

describe('streamed', () => {
  it('goes through the stream epoch by epoch', () => {
    const source = streamed(numbers, 3);
    expect(source.batchesPerEpoch).toBe(3);
    const read = [0, 1].flatMap((epoch) => [0, 1, 2].map((index) => source.batch(index, epoch)));
    expect(read).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('names what is out of range, an epoch that was left out too', () => {
    const source = streamed(numbers, 3);
    expect(() => streamed(numbers, 0)).toThrow('streamed: batchesPerEpoch must be an integer of at least 1');
    expect(() => source.batch(3, 0)).toThrow('streamed.batch: index must be an integer from 0 to 2, got 3.');
    expect(() => source.batch(0, -1)).toThrow('streamed.batch: epoch must be an integer of at least 0, got');
    expect(() => source.batch(0, undefined as never)).toThrow('epoch must be an integer of at least 0');
  });
});

describe('fixed', () => {
  it('has the first batches of the stream, and no others', () => {
    const source = fixed(numbers, 2);
    expect([source.batchesPerEpoch, source.batch(0), source.batch(1)]).toEqual([2, 0, 1]);
    expect(() => source.batch(2)).toThrow('fixed.batch: index must be an integer from 0 to 1, got 2.');
    expect(() => fixed(numbers, 0.5)).toThrow('fixed: count must be an integer of at least 1, got 0.5.');
  });
});
