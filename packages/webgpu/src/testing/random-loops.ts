import type { Loop, PlanBuffer, Value, View } from '@unsaturate/scan';
import * as fc from 'fast-check';

const functions = {
  unary: ['neg', 'abs', 'tanh', 'sigmoid', 'step'],
  binary: ['add', 'sub', 'mul', 'max', 'less'],
} as const;

/** Loops over up to four axes with views of any strides, on buffers of every kind, that reduce along any axes. */
export const randomLoops: fc.Arbitrary<{ loop: Loop; buffers: PlanBuffer[]; part: 'before' | 'step' }> = fc
  .record({
    dims: fc.array(fc.constantFrom(1, 2, 3, 5, 70), { minLength: 1, maxLength: 4 }),
    part: fc.constantFrom('before', 'step'),
    timesSteps: fc.boolean(),
    loads: fc.array(
      fc.record({
        kind: fc.constantFrom('once', 'steps', 'chain'),
        block: fc.constantFrom(0, 1),
        kept: fc.nat(15),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    values: fc.array(fc.record({ fn: fc.nat(10), a: fc.nat(20), b: fc.nat(20) }), {
      minLength: 1,
      maxLength: 5,
    }),
    stores: fc.array(
      fc.record({
        combine: fc.constantFrom('sum', 'max', 'min', 'prod', 'set'),
        reduced: fc.nat(15),
        value: fc.nat(20),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ dims, part, timesSteps, loads, values, stores }) => {
    const isTimed = timesSteps && part === 'before';
    const buffers: PlanBuffer[] = [];
    /** A view that goes along the axes whose bits are set; time is a factor of 3. */
    const view = (kind: PlanBuffer['kind'], block: 0 | 1, axes: number): View => {
      let size = 1;
      const strides = dims.map(() => 0);
      dims.forEach((length, axis) => {
        if (((axes >> axis) & 1) === 0) return;
        strides[axis] = size;
        size *= length * (axis === 0 && isTimed ? 3 : 1);
      });
      const buffer = buffers.push({ name: `b${buffers.length}`, kind, size: size + 1 }) - 1;
      return { buffer, offset: 1, block: kind === 'chain' ? block : 0, strides };
    };
    const loadViews = loads.map(({ kind, block, kept }) => view(kind, block, kept));
    const computed: Value[] = loads.map((_, load) => ({ op: 'load', load }));
    for (const { fn, a, b } of values) {
      const [first, second] = [a % computed.length, b % computed.length];
      if (fn < 5) computed.push({ op: 'unary', fn: functions.unary[fn]!, args: [first] });
      else if (fn < 10) computed.push({ op: 'binary', fn: functions.binary[fn - 5]!, args: [first, second] });
      else computed.push({ op: 'select', args: [first, second, first] });
    }
    // What is multiplied up must stay near 1.
    const bounded = computed.push({ op: 'unary', fn: 'sigmoid', args: [computed.length - 1] }) - 1;
    const loop: Loop = {
      kind: 'loop',
      dims,
      timesSteps: isTimed,
      loads: loadViews,
      values: computed,
      stores: stores.map(({ combine, reduced, value }) => ({
        ...view('once', 0, combine === 'set' ? 15 : reduced),
        value: combine === 'prod' ? bounded : value % computed.length,
        combine,
      })),
    };
    return { loop, buffers, part };
  });
