import type { VectorOps } from './vector-ops.ts';

const float = new Float32Array(1);
const int = new Int32Array(float.buffer);

/** The bits of a number rounded to float32. */
export function toBits(value: number): number {
  float[0] = value;
  return int[0]!;
}

/** The float32 of some bits. */
export function fromBits(bits: number): number {
  int[0] = bits;
  return float[0]!;
}

/**
 * {@link VectorOps} on one number, given by its bits as a signed integer, so that a mask stays what it is.
 *
 * @param fused - Whether `madd` rounds once, as machines with relaxed SIMD do (but for very rare double roundings).
 */
export function scalarOps(fused: boolean): VectorOps<number> {
  const unary = (f: (a: number) => number) => (a: number) => toBits(f(fromBits(a)));
  const binary = (f: (a: number, b: number) => number) => (a: number, b: number) =>
    toBits(f(fromBits(a), fromBits(b)));
  const compare = (f: (a: number, b: number) => boolean) => (a: number, b: number) =>
    f(fromBits(a), fromBits(b)) ? -1 : 0;
  return {
    constant: toBits,
    bits: (pattern) => pattern | 0,
    add: binary((a, b) => a + b),
    sub: binary((a, b) => a - b),
    mul: binary((a, b) => a * b),
    div: binary((a, b) => a / b),
    madd(a, b, c) {
      const product = fromBits(a) * fromBits(b);
      return toBits((fused ? product : Math.fround(product)) + fromBits(c));
    },
    neg: (a) => a ^ 0x80000000,
    abs: (a) => a & 0x7fffffff,
    sqrt: unary(Math.sqrt),
    floor: unary(Math.floor),
    nearest: unary(nearestEven),
    min: binary(Math.min),
    max: binary(Math.max),
    least: (a, b) => (fromBits(b) < fromBits(a) ? b : a),
    most: (a, b) => (fromBits(a) < fromBits(b) ? b : a),
    equal: compare((a, b) => a === b),
    notEqual: compare((a, b) => a !== b),
    less: compare((a, b) => a < b),
    lessEqual: compare((a, b) => a <= b),
    and: (a, b) => a & b,
    or: (a, b) => a | b,
    xor: (a, b) => a ^ b,
    select: (mask, then, otherwise) => (mask & then) | (~mask & otherwise),
    addInt: (a, b) => (a + b) | 0,
    subInt: (a, b) => (a - b) | 0,
    shiftLeft: (a, count) => a << count,
    shiftRight: (a, count) => a >> count,
    shiftRightZeros: (a, count) => (a >>> count) | 0,
    toFloat: toBits,
  };
}

function nearestEven(x: number): number {
  const below = Math.floor(x);
  const part = x - below;
  if (part !== 0.5) return part < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
