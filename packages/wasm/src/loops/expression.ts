import type { VectorOps } from '../math/index.ts';
import { toBits } from '../math/scalar-ops.ts';

/** How a value is made: constants are bits, leaves come from outside. */
export type Operation =
  | 'leaf'
  | 'lazy'
  | 'firstPairs'
  | 'lastPairs'
  | Exclude<keyof VectorOps<unknown>, 'constant'>;

/** A value to compute, as a graph: what is used twice is one object. */
export interface Expression {
  readonly op: Operation;
  readonly args: readonly Expression[];
  /** Number of a leaf or a lazy value, pattern of bits, or count of a shift; 0 otherwise. */
  readonly immediate: number;
  /** Of a lazy value: values of one guard are computed if the mask of any of them has a bit set. */
  readonly guard: string;
}

/** {@link VectorOps} that writes expressions down; equal ones become one object. */
export interface ExpressionOps extends VectorOps<Expression> {
  /** A value from outside. */
  leaf(index: number): Expression;
  /**
   * `select(mask, value, otherwise)`, where `value` is not computed if no mask of the guard has a bit set.
   *
   * @param guard - Name of what decides: each of its values has a mask.
   * @param number - Values of one guard and number are computed together, as soon as what one of them needs is there.
   */
  lazy(guard: string, number: number, choice: LazyChoice): Expression;
  /** Of a0 a1 a2 a3 and b0 b1 b2 b3: a0 b0 a1 b1. */
  firstPairs(a: Expression, b: Expression): Expression;
  /** Of the same: a2 b2 a3 b3. */
  lastPairs(a: Expression, b: Expression): Expression;
}

/** What a lazy value is, lane by lane. */
interface LazyChoice {
  readonly mask: Expression;
  readonly value: Expression;
  readonly otherwise: Expression;
}

/** Starts a graph of expressions. */
export function expressionOps(): ExpressionOps {
  const known = new Map<string, Expression>();
  const ids = new Map<Expression, number>();
  const make = (op: Operation, args: readonly Expression[], immediate = 0, guard = ''): Expression => {
    const key = args.reduce((text, arg) => `${text},${ids.get(arg)}`, `${op}${immediate}${guard}`);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made: Expression = { op, args, immediate, guard };
    known.set(key, made);
    ids.set(made, ids.size);
    return made;
  };
  const unary = (op: Operation) => (a: Expression) => make(op, [a]);
  const binary = (op: Operation) => (a: Expression, b: Expression) => make(op, [a, b]);
  return {
    leaf: (index) => make('leaf', [], index),
    lazy: (guard, number, { mask, value, otherwise }) =>
      make('lazy', [mask, value, otherwise], number, guard),
    firstPairs: binary('firstPairs'),
    lastPairs: binary('lastPairs'),
    constant: (value) => make('bits', [], toBits(value)),
    bits: (pattern) => make('bits', [], pattern | 0),
    add: binary('add'),
    sub: binary('sub'),
    mul: binary('mul'),
    div: binary('div'),
    madd: (a, b, c) => make('madd', [a, b, c]),
    neg: unary('neg'),
    abs: unary('abs'),
    sqrt: unary('sqrt'),
    floor: unary('floor'),
    nearest: unary('nearest'),
    min: binary('min'),
    max: binary('max'),
    least: binary('least'),
    most: binary('most'),
    equal: binary('equal'),
    notEqual: binary('notEqual'),
    less: binary('less'),
    lessEqual: binary('lessEqual'),
    and: binary('and'),
    or: binary('or'),
    xor: binary('xor'),
    // In the order of WebAssembly's bitselect.
    select: (mask, then, otherwise) => make('select', [then, otherwise, mask]),
    addInt: binary('addInt'),
    subInt: binary('subInt'),
    shiftLeft: (a, count) => make('shiftLeft', [a], count),
    shiftRight: (a, count) => make('shiftRight', [a], count),
    shiftRightZeros: (a, count) => make('shiftRightZeros', [a], count),
    toFloat: unary('toFloat'),
  };
}
