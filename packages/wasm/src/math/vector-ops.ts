/**
 * The operations that elementary functions are written in: those of four float32 lanes that WebAssembly has.
 *
 * A formula over these runs number by number in JavaScript (`scalarOps`) and as WebAssembly (`expressionOps`), with the
 * same results but where multiply-adds are fused. A mask has all bits of a lane set or none.
 */
export interface VectorOps<V> {
  /** A number in all lanes, rounded to float32. */
  constant(value: number): V;
  /** A bit pattern in all lanes. */
  bits(pattern: number): V;

  add(a: V, b: V): V;
  sub(a: V, b: V): V;
  mul(a: V, b: V): V;
  div(a: V, b: V): V;
  /** `a b + c`, rounded once or twice. */
  madd(a: V, b: V, c: V): V;
  neg(a: V): V;
  abs(a: V): V;
  sqrt(a: V): V;
  floor(a: V): V;
  /** The nearest whole number, the even one of two. */
  nearest(a: V): V;
  /** NaN if one of both is; -0 is below 0. */
  min(a: V, b: V): V;
  /** NaN if one of both is; -0 is below 0. */
  max(a: V, b: V): V;
  /** `b < a ? b : a`: faster than `min`, a NaN in `a` stays. */
  least(a: V, b: V): V;
  /** `a < b ? b : a`: faster than `max`, a NaN in `a` stays. */
  most(a: V, b: V): V;

  /** Comparisons give masks. */
  equal(a: V, b: V): V;
  notEqual(a: V, b: V): V;
  less(a: V, b: V): V;
  lessEqual(a: V, b: V): V;
  and(a: V, b: V): V;
  or(a: V, b: V): V;
  xor(a: V, b: V): V;
  /** Bits of `then` where the mask is set, of `otherwise` elsewhere. */
  select(mask: V, then: V, otherwise: V): V;

  /** Sum of 32-bit integers. */
  addInt(a: V, b: V): V;
  /** Difference of 32-bit integers. */
  subInt(a: V, b: V): V;
  shiftLeft(a: V, count: number): V;
  /** Keeps the sign. */
  shiftRight(a: V, count: number): V;
  /** Brings zeros in. */
  shiftRightZeros(a: V, count: number): V;
  /** A signed integer as float32. */
  toFloat(a: V): V;
}

/** An elementary function of one argument. */
export type Formula1 = <V>(v: VectorOps<V>, x: V) => V;
/** An elementary function of two arguments. */
export type Formula2 = <V>(v: VectorOps<V>, a: V, b: V) => V;

/** `coefficients[0] + x (coefficients[1] + x (...))`. */
export function polynomial<V>(v: VectorOps<V>, x: V, coefficients: readonly number[]): V {
  return coefficients
    .slice(0, -1)
    .reduceRight((sum, c) => v.madd(sum, x, v.constant(c)), v.constant(coefficients.at(-1)!));
}
