import { describe, expect, it } from 'vitest';
import { binaryReference, unaryReference } from '../testing/loop-reference.ts';
import { binaryFormulas, unaryFormulas } from './functions.ts';
import { fromBits, scalarOps, toBits } from './scalar-ops.ts';

type Arguments = readonly number[];
type Formula = (...args: Arguments) => number;

/** Distance in units in the last place; Infinity where only one of both is finite in float32, or another border. */
function distance(got: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(got, rounded)) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(rounded)) return Infinity;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(exact))), -126);
  return Math.abs(got - exact) / 2 ** (exponent - 23);
}

/** The arguments whose errors are above a bound, as text, ever worse ones. */
function beyond(bound: number, all: Iterable<Arguments>, got: Formula, exact: Formula): string[] {
  let largest = bound;
  const found: string[] = [];
  for (const args of all) {
    const error = distance(got(...args), exact(...args));
    if (error <= largest) continue;
    largest = error;
    found.push(`${args.join(', ')}: got ${got(...args)}, expected ${exact(...args)}: ${error} ulp`);
  }
  return found;
}

function* everyFloat(stride: number): Generator<Arguments> {
  for (let bits = 0; bits < 2 ** 32; bits += stride) yield [fromBits(bits | 0)];
}

/** Numbers in [-1, 1) that look random. */
function* noise(count: number): Generator<number> {
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    yield state / 2 ** 31;
  }
}

const special = [
  0,
  2 ** -149,
  2 ** -126,
  2 ** -25,
  0.5,
  0.625,
  1,
  2,
  3,
  88.7,
  104,
  2 ** 24,
  3e38,
  Infinity,
  NaN,
]
  .map((x) => Math.fround(x))
  .flatMap((x) => [x, -x]);

describe.each([false, true])('formulas (fused: %s)', (fused) => {
  const v = scalarOps(fused);
  const unary =
    (fn: keyof typeof unaryFormulas): Formula =>
    (x) =>
      fromBits(unaryFormulas[fn](v, toBits(x)));
  const binary =
    (fn: keyof typeof binaryFormulas): Formula =>
    (a, b) =>
      fromBits(binaryFormulas[fn](v, toBits(a), toBits(b)));

  it.each([
    ['neg', 0],
    ['abs', 0],
    ['sign', 0],
    ['floor', 0],
    ['sqrt', 0.5],
    ['rsqrt', 1.5],
    ['exp', 1],
    ['log', 1],
    ['log1p', 1],
    ['sigmoid', 2.5],
    ['tanh', 1.5],
    ['softplus', 2],
    ['step', 0],
    ['not', 0],
  ] as const)('%s is within %d ulp in all of float32', (fn, bound) => {
    const exact: Formula = (x) => unaryReference[fn](x);
    expect(beyond(bound, everyFloat(50021), unary(fn), exact)).toEqual([]);
    const borders = special.map((x) => [x]);
    expect(beyond(bound, borders, unary(fn), exact)).toEqual([]);
  });

  it.each(['sin', 'cos'] as const)('%s is within 2^-23 up to 1e5 and stays in range beyond', (fn) => {
    for (const x of noise(50_000)) {
      for (const each of [x * Math.PI, x * 1e5].map((x) => Math.fround(x))) {
        expect(Math.abs(unary(fn)(each) - unaryReference[fn](each))).toBeLessThanOrEqual(2 ** -23);
      }
    }
    const quarter = [...noise(20_000)].map((x) => [Math.fround((x * Math.PI) / 4)]);
    expect(beyond(2, quarter, unary(fn), (x) => unaryReference[fn](x))).toEqual([]);
    for (const [x] of everyFloat(400_009)) {
      const y = unary(fn)(x!);
      expect(Number.isFinite(x) ? Math.abs(y) <= 1 : Number.isNaN(y)).toBe(true);
    }
  });

  it.each(['tanh', 'log1p', 'neg', 'floor'] as const)('%s keeps the sign of zero', (fn) => {
    expect([0, -0].map((x) => unary(fn)(x))).toEqual([0, -0].map((x) => unaryReference[fn](x)));
  });

  it.each(Object.keys(binaryReference) as (keyof typeof binaryReference)[])(
    '%s agrees on special values',
    (fn) => {
      const pairs = special.flatMap((a) => special.map((b) => [a, b]));
      expect(beyond(fn === 'pow' ? 2 : 0.5, pairs, binary(fn), binaryReference[fn])).toEqual([]);
    },
  );

  it('pow is within 2 ulp for small exponents and within 5 for all', () => {
    const exact: Formula = (x, y) => x ** y;
    const numbers = [...noise(120_000)];
    const pair = (scale: number, i: number): Arguments =>
      [Math.exp(88 * numbers[i]! * numbers[i + 1]!), scale * numbers[i + 2]!].map((x) => Math.fround(x));
    const pairs = (scale: number): Arguments[] =>
      Array.from({ length: numbers.length / 3 }, (_, i) => pair(scale, 3 * i));
    expect(beyond(2, pairs(20), binary('pow'), exact)).toEqual([]);
    expect(beyond(5, pairs(600), binary('pow'), exact)).toEqual([]);
    const near = pairs(300).map(([x, y]) => [Math.fround(Math.abs(x!) ** 0.01), y!]);
    expect(beyond(5, near, binary('pow'), exact)).toEqual([]);
    const whole = [...noise(20_000)].map((x, i) => [Math.fround(x * 4), (i % 41) - 20]);
    expect(beyond(2, whole, binary('pow'), exact)).toEqual([]);
  });
});
