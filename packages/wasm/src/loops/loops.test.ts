import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Loop, Store, Value, View } from '@unsaturate/scan';
import { instantiate, supportsRelaxed } from '../assembler/index.ts';
import { fromBits } from '../math/scalar-ops.ts';
import { compileLoops } from './compile-loops.ts';
import { binaryReference, runLoop, unaryReference } from '../testing/loop-reference.ts';
import { both, differences, formulaFunctions, fuses } from '../testing/run-loops.ts';

const builds = supportsRelaxed() ? [false, true] : [false];
const unaryNames = Object.keys(unaryReference) as (keyof typeof unaryReference)[];
const binaryNames = Object.keys(binaryReference) as (keyof typeof binaryReference)[];
const at = { buffer: 0, offset: 0, block: 0 } as const;

const value = (index: number, loads: number): fc.Arbitrary<Value> => {
  const arg = fc.nat(Math.max(0, index - 1));
  const leaf: fc.Arbitrary<Value>[] = [
    fc.record({ op: fc.constant('load'), load: fc.nat(loads - 1) }),
    fc.record({ op: fc.constant('fill'), value: fc.float({ noNaN: true, min: -4, max: 4 }) }),
  ];
  if (index === 0) return fc.oneof(...leaf);
  return fc.oneof(
    ...leaf,
    fc.record({ op: fc.constant('unary'), fn: fc.constantFrom(...unaryNames), args: fc.tuple(arg) }),
    fc.record({ op: fc.constant('binary'), fn: fc.constantFrom(...binaryNames), args: fc.tuple(arg, arg) }),
    fc.record({ op: fc.constant('select'), args: fc.tuple(arg, arg, arg) }),
  );
};

const anyLoop = fc
  .record({
    dims: fc.oneof(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 0, maxLength: 4 }),
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 10, max: 70 })),
    ),
    loads: fc.integer({ min: 1, max: 4 }),
    timesSteps: fc.boolean(),
    steps: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ dims, loads, timesSteps, steps }) => {
    const rounds = (dims[0] ?? 1) * (timesSteps && dims.length > 0 ? steps : 1);
    const sizes = dims.map((size, axis) => (axis === 0 ? rounds : size));
    const dense = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((a, b) => a * b, 1));
    // A dense view (of permuted, reversed, broadcast or spread axes) never has two elements in one place but by stride 0.
    const loadView: fc.Arbitrary<View> = fc
      .tuple(...dense.map((stride) => fc.constantFrom(stride, stride, stride, 0, -stride, 2 * stride, 1)))
      .map((strides) => ({ ...at, strides }));
    const store: fc.Arbitrary<Store> = fc
      .tuple(
        fc.tuple(...dense.map((stride) => fc.constantFrom(stride, stride, stride, 0, -stride))),
        fc.constantFrom(1, 1, 1, 2),
        fc.nat(11),
        fc.constantFrom('set', 'set', 'sum', 'max', 'min', 'prod'),
      )
      .map(([strides, spread, index, combine]) => ({
        ...at,
        strides: strides.map((stride) => stride * spread),
        value: index,
        combine,
      }));
    return fc.record({
      loop: fc.record({
        kind: fc.constant('loop' as const),
        dims: fc.constant(dims),
        timesSteps: fc.constant(timesSteps && dims.length > 0),
        loads: fc.array(loadView, { minLength: loads, maxLength: loads }),
        values: fc.tuple(...Array.from({ length: 12 }, (_, i) => value(i, loads))),
        stores: fc.array(store, { minLength: 1, maxLength: 3 }),
      }),
      rounds: fc.constant(rounds),
    });
  });

describe.each(builds)('compileLoops (relaxed: %s)', (relaxed) => {
  const fused = fuses(relaxed);

  it('runs random loops as the reference does', () => {
    fc.assert(
      fc.property(anyLoop, fc.nat(1000), ({ loop, rounds }, seed) => {
        const { got, expected } = both(
          loop,
          rounds,
          relaxed,
          (i) => Math.sin(i * 1.7 + seed) * 3,
          (memory, starts) => runLoop(loop, memory, starts, rounds, formulaFunctions(fused)),
        );
        const inOrder = loop.stores.every(({ combine }) => combine !== 'sum' && combine !== 'prod');
        expect(differences(got, expected, inOrder ? 0 : 1e-3)).toEqual([]);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it.each([1, 3, 4, 2047, 2048])('computes every function of special values, %d elements at once', (size) => {
    const view = { ...at, strides: [1] };
    const loop = (computed: Value): Loop => ({
      kind: 'loop',
      dims: [size],
      timesSteps: false,
      loads: [view, view],
      values: [{ op: 'load', load: 0 }, { op: 'load', load: 1 }, computed],
      stores: [{ ...view, value: 2, combine: 'set' }],
    });
    const all: Value[] = [
      ...unaryNames.map((fn): Value => ({ op: 'unary', fn, args: [0] })),
      ...binaryNames.map((fn): Value => ({ op: 'binary', fn, args: [0, 1] })),
    ];
    // Every kind of bit pattern: denormals, infinities and NaN too.
    const fill = (i: number): number =>
      [0, -0, Infinity, NaN, 1, -2][i % 61] ?? fromBits(Math.imul(i + size, 0x9e3779b1));
    for (const computed of all) {
      const { got, expected } = both(loop(computed), size, relaxed, fill, (memory, starts) =>
        runLoop(loop(computed), memory, starts, size, formulaFunctions(fused)),
      );
      expect(differences(got, expected, 0)).toEqual([]);
    }
  });

  it('computes in place, and stores what was loaded before', () => {
    const view = { ...at, strides: [7, 1] };
    const loop: Loop = {
      kind: 'loop',
      dims: [3, 7],
      timesSteps: true,
      loads: [view, view],
      values: [
        { op: 'load', load: 0 },
        { op: 'load', load: 1 },
        { op: 'binary', fn: 'add', args: [0, 1] },
      ],
      stores: [
        { ...view, value: 1, combine: 'set' },
        { ...view, value: 2, combine: 'set' },
      ],
    };
    const memory = new WebAssembly.Memory({ initial: 1 });
    const values = new Float32Array(memory.buffer, 0, 2 * 42);
    values.forEach((_, i) => (values[i] = i));
    const { loop0 } = instantiate<'loop0'>(compileLoops([loop], { relaxed }), memory);
    loop0(0, 4 * 42, 0, 4 * 42, 6);
    expect([...values]).toEqual(Array.from({ length: 84 }, (_, i) => (i < 42 ? i + 42 : 2 * i - 42)));
  });

  it('adds a bias gradient up over batch and time, and all elements to one', () => {
    const [rows, columns] = [300, 129];
    for (const strides of [
      [0, 1],
      [1, 0],
      [0, 0],
    ]) {
      const loop: Loop = {
        kind: 'loop',
        dims: [rows / 3, columns],
        timesSteps: true,
        loads: [{ ...at, strides: [columns, 1] }],
        values: [{ op: 'load', load: 0 }],
        stores: [{ ...at, strides, value: 0, combine: 'sum' }],
      };
      const { got, expected } = both(
        loop,
        rows,
        relaxed,
        (i) => Math.cos(i) ** 2,
        (memory, starts) => runLoop(loop, memory, starts, rows),
      );
      expect(differences(got, expected, 1e-4)).toEqual([]);
    }
  });
});
