import { fillNormals, normalFromWord as exactNormal, threefry2x32, type Words } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { supportsRelaxed } from '../assembler/index.ts';
import { scalarOps } from '../math/index.ts';
import { fromBits } from '../math/scalar-ops.ts';
import { createHeap } from '../memory/heap.ts';
import { createCrew } from '../threads/crew.ts';
import { createFillNormals } from './fill-normals.ts';
import { normalFromWord } from './normal.ts';
import { parity, threefry } from './threefry.ts';

const builds = supportsRelaxed() ? [false, true] : [false];

describe('threefry', () => {
  it.each([
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0xffffffff, 0x80000000],
      [3, 0xfffffffe],
    ],
    [
      [7, 0x12345678],
      [0x7fffffff, 42],
    ],
  ] as [Words, Words][])('gives the words of key %o and counter %o', (key, counter) => {
    const [k0, k1] = [key[0] | 0, key[1] | 0];
    const words = threefry(scalarOps(false), [k0, k1, k0 ^ k1 ^ parity], [counter[0] | 0, counter[1] | 0]);
    expect(words.map((word) => word >>> 0)).toEqual(threefry2x32(key, counter));
  });
});

describe('normalFromWord', () => {
  it.each([false, true])('is within 1e-6 for extreme, middle and many other words (fused: %s)', (fused) => {
    const ends = Array.from({ length: 3000 }, (_, i) => i << 9);
    const seam = Math.round((1 + Math.sqrt(1 - Math.exp(-5))) * 2 ** 31);
    const words = [
      ...ends.flatMap((w) => [w >>> 0, ~w >>> 0, (0x80000000 + w) >>> 0, (0x80000000 - w) >>> 0]),
      ...Array.from({ length: 4000 }, (_, i) => seam + 512 * (i - 2000)),
      ...Array.from({ length: 20000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 0),
    ];
    const ops = scalarOps(fused);
    const worst = words.reduce((worst, word) => {
      const { inTail, central, tail } = normalFromWord(ops, word | 0);
      const error = Math.abs(fromBits(ops.select(inTail, tail, central)) - exactNormal(word));
      return Math.max(worst, error);
    }, 0);
    expect(worst).toBeLessThan(1e-6);
  });
});

describe.each(builds)('fillNormals (relaxed: %s)', (relaxed) => {
  const memory = new WebAssembly.Memory({ initial: 8 });
  const crew = createCrew(createHeap(memory));
  const fill = createFillNormals(crew, { relaxed });

  it.each([0, 1, 2, 7, 8, 9, 15, 16, 1001, 100_003])('writes %d normals and nothing else', (count) => {
    const values = new Float32Array(memory.buffer);
    const [key, stream] = [[0xdeadbeef, 5] as const, 0xfffffff0];
    values.fill(-77);
    crew.run([[fill(64, 0, count, key, stream)]]);
    const expected = fillNormals(key, stream, new Float64Array(count));
    const worst = expected.reduce((worst, z, e) => Math.max(worst, Math.abs(z - values[16 + e]!)), 0);
    expect(worst).toBeLessThan(1e-6);
    expect(values.subarray(0, 16).every((each) => each === -77)).toBe(true);
    expect(values.subarray(16 + count).every((each) => each === -77)).toBe(true);
  });

  it('goes on in the middle of a stream', () => {
    const values = new Float32Array(memory.buffer);
    crew.run([[fill(64, 0, 30, [1, 2], 3)], [], [], []]);
    const whole = values.slice(16, 46);
    values.fill(0);
    crew.run([[fill(64, 0, 8, [1, 2], 3), fill(64 + 32, 8, 22, [1, 2], 3)]]);
    expect(values.slice(16, 46)).toEqual(whole);
  });
});
