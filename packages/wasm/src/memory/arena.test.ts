import { UnsaturateError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { createArena, OutOfMemoryError } from './arena.ts';

describe('createArena', () => {
  it('hands out aligned addresses that do not overlap and are not 0', () => {
    const arena = createArena();
    const sizes = [4, 16, 17, 0, 100];
    const starts = sizes.map((bytes) => arena.allocate(bytes));
    expect(starts[0]).toBeGreaterThan(0);
    expect(starts.map((at) => at % 16)).toEqual(sizes.map(() => 0));
    const gaps = starts.slice(1).map((at, i) => at - starts[i]! - sizes[i]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
  });

  it('grows, keeps what it holds, and leaves 64 bytes behind the last allocation', () => {
    const arena = createArena();
    const at = arena.allocate(400);
    arena.floats(at, 100).fill(7);
    const large = arena.allocate(1_000_000);
    expect([...arena.floats(at, 100)]).toEqual(Array.from({ length: 100 }, () => 7));
    expect(arena.memory.buffer.byteLength).toBeGreaterThanOrEqual(large + 1_000_064);
    expect(arena.floats(large, 250_016).length).toBe(250_016);
  });

  it('takes back down to a mark', () => {
    const arena = createArena();
    arena.allocate(32);
    const mark = arena.mark();
    const first = arena.allocate(64);
    arena.reset(mark);
    expect(arena.allocate(64)).toBe(first);
  });

  it('refuses more than there is and stays as it was', () => {
    const arena = createArena();
    const mark = arena.mark();
    const act = (): number => arena.allocate(2 ** 33);
    expect(act).toThrow(OutOfMemoryError);
    expect(act).toThrow(UnsaturateError);
    expect(act).toThrow('@unsaturate/wasm: 8589934720 bytes of WebAssembly memory are needed');
    expect(arena.mark()).toBe(mark);
    expect(arena.allocate(16)).toBe(mark);
  });
});
