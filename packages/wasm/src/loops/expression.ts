import type { FunctionBuilder, Local, PlainInstruction } from '../assembler/index.ts';
import type { VectorOps } from '../math/index.ts';
import { toBits } from '../math/scalar-ops.ts';

/** How a value is made: constants are bits, leaves come from outside. */
type Operation = 'leaf' | Exclude<keyof VectorOps<unknown>, 'constant'>;

/** A value to compute, as a graph: what is used twice is one object. */
export interface Expression {
  readonly op: Operation;
  readonly args: readonly Expression[];
  /** Number of a leaf, pattern of bits, or count of a shift; 0 otherwise. */
  readonly immediate: number;
}

/** {@link VectorOps} that writes expressions down; equal ones become one object. */
export interface ExpressionOps extends VectorOps<Expression> {
  /** A value from outside. */
  leaf(index: number): Expression;
}

const instructions: Readonly<
  Record<Exclude<Operation, 'leaf' | 'bits' | 'madd' | 'select'>, PlainInstruction>
> = {
  add: 'f32x4.add',
  sub: 'f32x4.sub',
  mul: 'f32x4.mul',
  div: 'f32x4.div',
  neg: 'f32x4.neg',
  abs: 'f32x4.abs',
  sqrt: 'f32x4.sqrt',
  floor: 'f32x4.floor',
  nearest: 'f32x4.nearest',
  min: 'f32x4.min',
  max: 'f32x4.max',
  least: 'f32x4.pmin',
  most: 'f32x4.pmax',
  equal: 'f32x4.eq',
  notEqual: 'f32x4.ne',
  less: 'f32x4.lt',
  lessEqual: 'f32x4.le',
  and: 'v128.and',
  or: 'v128.or',
  xor: 'v128.xor',
  addInt: 'i32x4.add',
  subInt: 'i32x4.sub',
  shiftLeft: 'i32x4.shl',
  shiftRight: 'i32x4.shr_s',
  shiftRightZeros: 'i32x4.shr_u',
  toFloat: 'f32x4.convert_i32x4_s',
};

/** Starts a graph of expressions. */
export function expressionOps(): ExpressionOps {
  const known = new Map<string, Expression>();
  const ids = new Map<Expression, number>();
  const make = (op: Operation, args: readonly Expression[], immediate = 0): Expression => {
    const key = args.reduce((text, arg) => `${text},${ids.get(arg)}`, `${op}${immediate}`);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made: Expression = { op, args, immediate };
    known.set(key, made);
    ids.set(made, ids.size);
    return made;
  };
  const unary = (op: Operation) => (a: Expression) => make(op, [a]);
  const binary = (op: Operation) => (a: Expression, b: Expression) => make(op, [a, b]);
  return {
    leaf: (index) => make('leaf', [], index),
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

/** Writes expressions into a function. */
export interface Printer {
  /**
   * Forgets what is computed: the leaves have changed.
   *
   * @param load - Puts a leaf into its local, before its first use.
   */
  restart(load?: (leaf: number) => void): void;
  /**
   * Computes expressions, so that printing them takes one instruction. They take turns, step by step: what is alike but
   * independent fills the time in which the other waits for a result. Few at a time, so that registers suffice.
   */
  compute(expressions: readonly Expression[]): void;
  /** Puts the value of an expression on the stack. */
  print(expression: Expression): void;
}

/**
 * A printer for some expressions; sets the constants they need at once, so that they stay out of loops.
 *
 * @param roots - All expressions that will be printed.
 * @param leaves - The locals of the leaves by their numbers.
 */
export function printer(f: FunctionBuilder, roots: readonly Expression[], leaves: readonly Local[]): Printer {
  const locals = new Map<Expression, Local>();
  const computed = new Set<Expression>();
  let load: (leaf: number) => void = () => {};
  for (const [expression, uses] of countUses(roots)) {
    if (expression.op === 'bits') {
      const local = f.local('v128');
      f.i32x4(expression.immediate);
      f.set(local);
      locals.set(expression, local);
    } else if (expression.op !== 'leaf' && uses > 1) {
      locals.set(expression, f.local('v128'));
    }
  }

  const print = (expression: Expression): void => {
    const { op, args, immediate } = expression;
    if (op === 'leaf') {
      if (!computed.has(expression)) load(immediate);
      computed.add(expression);
      f.get(leaves[immediate]!);
      return;
    }
    const local = locals.get(expression);
    if (local !== undefined && (args.length === 0 || computed.has(expression))) {
      f.get(local);
      return;
    }
    for (const arg of args) print(arg);
    if (op.startsWith('shift')) f.i32(immediate);
    if (op === 'madd') f.madd();
    else if (op === 'select') f.select();
    else if (op !== 'bits') f.op(instructions[op]);
    if (local === undefined) return;
    f.tee(local);
    computed.add(expression);
  };
  const compute = (expressions: readonly Expression[]): void => {
    for (const each of inTurns(expressions, computed)) {
      if (computed.has(each) || each.args.length === 0) continue;
      const local = locals.get(each) ?? f.local('v128');
      locals.set(each, local);
      print(each);
      f.op('drop');
      computed.add(each);
    }
  };
  return {
    restart(loadLeaf = () => {}) {
      load = loadLeaf;
      computed.clear();
    },
    compute,
    print,
  };
}

/** What is left to compute for expressions, each behind what it depends on, a step of one after a step of another. */
function inTurns(expressions: readonly Expression[], computed: ReadonlySet<Expression>): Expression[] {
  const seen = new Set(computed);
  const steps = expressions.map((root) => {
    const order: Expression[] = [];
    const visit = (expression: Expression): void => {
      if (seen.has(expression)) return;
      seen.add(expression);
      expression.args.forEach(visit);
      order.push(expression);
    };
    visit(root);
    return order;
  });
  const longest = Math.max(...steps.map((order) => order.length));
  return Array.from({ length: longest }, (_, i) => steps.flatMap((order) => order[i] ?? [])).flat();
}

function countUses(roots: readonly Expression[]): Map<Expression, number> {
  const uses = new Map<Expression, number>();
  const visit = (expression: Expression): void => {
    const count = uses.get(expression) ?? 0;
    uses.set(expression, count + 1);
    if (count === 0) expression.args.forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}
