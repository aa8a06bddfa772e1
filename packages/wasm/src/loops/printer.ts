import type { FunctionBuilder, Local, PlainInstruction } from '../assembler/index.ts';
import type { Expression, Operation } from './expression.ts';

const instructions: Readonly<
  Record<
    Exclude<Operation, 'leaf' | 'lazy' | 'firstPairs' | 'lastPairs' | 'bits' | 'madd' | 'select'>,
    PlainInstruction
  >
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

/** Writes expressions into a function. */
export interface Printer {
  /**
   * Forgets what is computed: the leaves have changed.
   *
   * @param roots - What will be printed until the next restart.
   * @param load - Puts a leaf into its local, before its first use.
   */
  restart(roots: readonly Expression[], load?: (leaf: number) => void): void;
  /**
   * Computes expressions, so that printing them takes one instruction. They take turns, step by step: what is alike but
   * independent fills the time in which the other waits for a result. Few at a time, so that registers suffice.
   */
  compute(expressions: readonly Expression[]): void;
  /** Puts the value of an expression on the stack. */
  print(expression: Expression): void;
}

/** What is computed at a place of the code. */
interface Scope {
  readonly computed: Set<Expression>;
  /** What is computed besides where the code of a guard has run: there, and where it runs again. */
  readonly behind: Map<string, Scope>;
  /** Guards whose code this is. */
  readonly guards: ReadonlySet<string>;
}

/**
 * A printer for some expressions; sets the constants they need at once, so that they stay out of loops.
 *
 * Lazy values of a guard are computed in one branch as far as what they need from elsewhere is there; else there are
 * several branches, and what one has computed the next need not.
 *
 * @param roots - All expressions that will be printed.
 * @param leaves - The locals of the leaves by their numbers.
 */
export function printer(f: FunctionBuilder, roots: readonly Expression[], leaves: readonly Local[]): Printer {
  const locals = new Map<Expression, Local>();
  let scope: Scope;
  let uses = countUses(roots);
  /** What is needed whatever the guards say. */
  let needed: ReadonlySet<Expression>;
  let load: (leaf: number) => void = () => {};
  for (const [expression, count] of uses) {
    if (expression.op === 'bits') {
      const local = f.local('v128');
      f.i32x4(expression.immediate);
      f.set(local);
      locals.set(expression, local);
    } else if (expression.op !== 'leaf' && count > 1) {
      locals.set(expression, f.local('v128'));
    }
  }
  const localOf = (expression: Expression): Local => {
    const local = locals.get(expression) ?? f.local('v128');
    locals.set(expression, local);
    return local;
  };
  const isThere = (expression: Expression): boolean =>
    expression.op === 'bits' || scope.computed.has(expression);

  const print = (expression: Expression): void => {
    const { op, args, immediate } = expression;
    if (op === 'leaf') {
      if (!isThere(expression)) load(immediate);
      scope.computed.add(expression);
      f.get(leaves[immediate]!);
      return;
    }
    if (op === 'lazy' && !isThere(expression)) branch(expression);
    const local = locals.get(expression);
    if (local !== undefined && isThere(expression)) {
      f.get(local);
      return;
    }
    for (const arg of args) print(arg);
    if (op.startsWith('shift')) f.i32(immediate);
    if (op === 'madd') f.madd();
    else if (op === 'select') f.select();
    else if (op === 'firstPairs') f.shuffle([0, 4, 1, 5]);
    else if (op === 'lastPairs') f.shuffle([2, 6, 3, 7]);
    else if (op !== 'bits' && op !== 'lazy') f.op(instructions[op]);
    if (local === undefined) return;
    f.tee(local);
    scope.computed.add(expression);
  };
  const compute = (expressions: readonly Expression[]): void => {
    for (const each of inTurns(expressions, scope.computed)) {
      if (isThere(each)) continue;
      if (each.op !== 'leaf') localOf(each);
      print(each);
      f.op('drop');
      scope.computed.add(each);
    }
  };

  /** Chooses a lazy value, in a branch of its guard. */
  const choose = (lazy: Expression): void => {
    const [mask, value, otherwise] = lazy.args as [Expression, Expression, Expression];
    for (const each of [value, otherwise, mask]) print(each);
    f.select();
    f.set(localOf(lazy));
    scope.computed.add(lazy);
  };
  /** What some lazy values of a guard need from outside its branch, and those of the same guard they need. */
  const outsideOf = (lazy: readonly Expression[]) => {
    const [outside, inside, seen] = [new Set<Expression>(), new Set(lazy), new Set<Expression>()];
    const visit = (expression: Expression): void => {
      if (isThere(expression) || seen.has(expression)) return;
      seen.add(expression);
      if (expression.op === 'lazy' && expression.guard === lazy[0]!.guard) enter(expression);
      else if (needed.has(expression)) outside.add(expression);
      else expression.args.forEach(visit);
    };
    const enter = (each: Expression): void => {
      const [, value, otherwise] = each.args as [Expression, Expression, Expression];
      inside.add(each);
      outside.add(otherwise);
      visit(value);
    };
    for (const each of lazy) enter(each);
    return { outside: [...outside].filter((each) => !isThere(each)), inside };
  };
  /** Writes a branch that computes a lazy value, and what can be computed with it. */
  const branch = (lazy: Expression): void => {
    const { guard, immediate } = lazy;
    if (scope.guards.has(guard)) {
      choose(lazy);
      return;
    }
    const all = [...uses.keys()].filter((each) => each.op === 'lazy' && each.guard === guard);
    const masks = [...new Set(all.map(({ args }) => args[0]!))];
    const waiting = (): Expression[] => all.filter((each) => !isThere(each));
    const first = outsideOf(waiting().filter((each) => each === lazy || each.immediate === immediate));
    compute([...masks, ...first.outside]);
    if (isThere(lazy)) return;
    const others = waiting().filter((each) => outsideOf([each]).outside.length === 0);
    const chosen = [
      ...new Set([...first.inside, ...others.flatMap((each) => [...outsideOf([each]).inside])]),
    ];
    const open = chosen.filter((each) => !isThere(each));
    for (const each of open) {
      print(each.args[2]!);
      f.set(localOf(each));
    }
    masks.forEach((mask, i) => {
      print(mask);
      if (i > 0) f.op('v128.or');
    });
    f.op('v128.any_true');
    const outer = scope;
    const before = outer.behind.get(guard);
    const inner: Scope = {
      computed: new Set([...outer.computed, ...(before?.computed ?? [])]),
      behind: new Map([...outer.behind, ...(before?.behind ?? [])]),
      guards: new Set([...outer.guards, guard]),
    };
    f.if(() => {
      scope = inner;
      compute(open.map(({ args }) => args[1]!));
      for (const each of open) if (!isThere(each)) choose(each);
      scope = outer;
    });
    outer.behind.set(guard, inner);
    for (const each of open) outer.computed.add(each);
  };
  return {
    restart(current, loadLeaf = () => {}) {
      load = loadLeaf;
      uses = countUses(current);
      needed = neededAnyway(current);
      scope = { computed: new Set(), behind: new Map(), guards: new Set() };
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
      // What a lazy value needs is computed with others like it.
      if (expression.op !== 'lazy') expression.args.forEach(visit);
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

/** What expressions need whatever the guards of lazy values say. */
function neededAnyway(roots: readonly Expression[]): ReadonlySet<Expression> {
  const needed = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (needed.has(expression)) return;
    needed.add(expression);
    const [mask, , otherwise] = expression.args;
    (expression.op === 'lazy' ? [mask!, otherwise!] : expression.args).forEach(visit);
  };
  roots.forEach(visit);
  return needed;
}
