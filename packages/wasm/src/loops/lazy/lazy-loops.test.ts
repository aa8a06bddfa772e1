import type { Loop } from '@unsaturate/scan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantiate, supportsRelaxed } from '../../assembler/index.ts';
import { runLoop } from '../../testing/loop-reference.ts';
import { noisyUnit, numbered } from '../../testing/noisy-unit.ts';
import { both, differences, formulaFunctions, fuses } from '../../testing/run-loops.ts';
import { compileLoops } from '../compile-loops.ts';

const builds = supportsRelaxed() ? [false, true] : [false];
const { values, at } = numbered(noisyUnit);
const place = { buffer: 0, offset: 0, block: 0 } as const;

/** Results and gradients of noisy units in rows of a size; p is one for each column, c one for all. */
function unitLoop(rows: number, size: number): Loop {
  const dense = { ...place, strides: [size, 1] };
  return {
    kind: 'loop',
    dims: [rows, size],
    timesSteps: false,
    loads: [dense, { ...place, strides: [0, 1] }, { ...place, strides: [0, 0] }, dense, dense],
    values,
    stores: [
      ...['phi', 'dX', 'dP'].map((name) => ({ ...dense, value: at(name), combine: 'set' as const })),
      { ...place, strides: [0, 1], value: at('dP'), combine: 'sum' },
    ],
  };
}

const inputs = {
  'no unit is saturated': fc.double({ min: -1, max: 1, noNaN: true }),
  'all units are saturated': fc.constantFrom(-7, -1.5, 1.25, 3),
  'some units are saturated': fc.double({ min: -1.5, max: 1.5, noNaN: true }),
  'hardly a unit is saturated': fc.integer({ min: 0, max: 40 }).map((i) => (i === 40 ? 2 : i / 50)),
  'inputs are no numbers': fc.constantFrom(0.5, 0.5, 0.5, 2, NaN, Infinity, -Infinity, -0),
};
const anyPool = fc.constantFrom(
  [1, 0.5, -2],
  [0, 1, 0.5],
  [0, 0, 0],
  [NaN, 1, 1, 1],
  [Infinity, 1, 0, -Infinity],
);

describe.each(builds)('loops with lazy values (relaxed: %s)', (relaxed) => {
  const functions = formulaFunctions(fuses(relaxed));

  it.each(Object.keys(inputs) as (keyof typeof inputs)[])(
    'give what the reference gives where %s',
    (kind) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 21 }),
          fc.array(inputs[kind], { minLength: 97, maxLength: 97 }),
          anyPool,
          anyPool,
          anyPool,
          (rows, size, xs, p, others, upstream) => {
            const loop = unitLoop(rows, size);
            const pools = [xs, p, [others[0]], [0.3, -1.2, 2.2, ...others], upstream];
            const sizes = [rows * size, size, 1, rows * size, rows * size];
            // The views lie one behind the other at the end of memory, but for the one of four that is summed.
            const filled = pools.flatMap((pool, view) =>
              Array.from({ length: sizes[view]! }, (_, i) => pool[i % pool.length]!),
            );
            const used = filled.length + 3 * rows * size + size;
            const first = 16384 - used;
            const { got, expected } = both(
              loop,
              rows,
              relaxed,
              (i) => (i < first ? 0 : (filled[i - first] ?? 0)),
              (memory, starts) => runLoop(loop, memory, starts, rows, functions),
            );
            const inOrder = got.length - size;
            expect(differences(got.subarray(0, inOrder), expected.subarray(0, inOrder), 0)).toEqual([]);
            expect(differences(got.subarray(inOrder), expected.subarray(inOrder), 1e-4)).toEqual([]);
          },
        ),
        { numRuns: 60, seed: 3 },
      );
    },
  );

  it('give the same bits however elements are grouped', () => {
    const [rows, size] = [5, 11];
    const memory = new WebAssembly.Memory({ initial: 1 });
    const all = new Float32Array(memory.buffer);
    const bits = new Int32Array(memory.buffer);
    const { loop0 } = instantiate<'loop0'>(compileLoops([unitLoop(rows, size)], { relaxed }), memory);
    const [x, p, c, xi, upstream, phi, dX, dP, sum] = [0, 64, 128, 192, 256, 320, 384, 448, 512] as const;
    const run = (parts: readonly (readonly [number, number])[]): Int32Array => {
      all.fill(0, phi);
      for (const [start, length] of parts) {
        const row = (view: number): number => 4 * (view + start * size);
        loop0(row(x), 4 * p, 4 * c, row(xi), row(upstream), row(phi), row(dX), row(dP), 4 * sum, length);
      }
      return bits.slice(phi, sum);
    };
    all.forEach((_, i) => (all[i] = [0.5, -0.25, 1.5, -0, 0.75, -3, 1][(i * i) % 7]!));
    const whole = run([[0, rows]]);
    expect(
      run([
        [0, 1],
        [1, 3],
        [4, 1],
      ]),
    ).toEqual(whole);
    expect(
      run([
        [3, 2],
        [0, 3],
      ]),
    ).toEqual(whole);
  });
});
