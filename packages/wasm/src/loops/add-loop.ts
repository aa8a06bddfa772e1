import type { Loop, Store } from '@unsaturate/scan';
import {
  type FunctionBuilder,
  increase,
  type Local,
  type ModuleBuilder,
  repeat,
} from '../assembler/index.ts';
import { type Expression, expressionOps, type Printer, printer } from './expression.ts';
import { type Layout, layoutOf } from './layout.ts';
import { gather, loadOne, type Reference, storeFour, storeOne } from './memory.ts';
import { combineInstruction, identity, reduceLanes } from './combine.ts';
import { valuesOf } from './values.ts';

/**
 * Adds a function that runs a loop: `name(loads..., stores..., rounds)`.
 *
 * loads and stores are the byte addresses of the first elements of the views, rounds the size of dims[0] (times T if the
 * loop says so), which is ignored for a loop without dims or with a single round. Four elements of the innermost loop
 * are computed at once, what is left over one by one; nothing outside the views is read or written. Sums and products
 * are combined in an order of their own. A store may go where a load of the same element comes from, if both are of one
 * buffer; other overlaps are undefined.
 */
export function addLoop(m: ModuleBuilder, name: string, loop: Loop): void {
  const params = Array.from({ length: loop.loads.length + loop.stores.length + 1 }, () => 'i32' as const);
  m.func(name, params, [], (f, ...pointers) => writeLoop(f, pointers, loop));
}

/** Vectors of four elements that are computed at once: a long way to one result is used to compute another. */
const vectorsAtOnce = 2;

/** A load, and the locals that its vectors go to: one local if all elements come from one place. */
interface Source {
  readonly view: Reference;
  readonly to: readonly Local[];
  /** Whether it is loaded where it is needed; not if a store might be there before. */
  readonly waits: boolean;
}

/** A store, its vectors, and the local it is collected in if all elements of the innermost loop go to one place. */
interface Target {
  readonly view: Reference;
  readonly combine: Store['combine'];
  readonly values: readonly Expression[];
  readonly total: Local | undefined;
}

/** A vector of a load, as expressions refer to it. */
interface Leaf {
  readonly local: Local;
  readonly source: Source;
  /** Which of the vectors that are computed at once. */
  readonly vector: number;
}

/** What the innermost loop is made of. */
interface Body {
  readonly sources: readonly Source[];
  readonly leaves: readonly Leaf[];
  readonly targets: readonly Target[];
  readonly printer: Printer;
}

function writeLoop(f: FunctionBuilder, params: readonly Local[], loop: Loop): void {
  const layout = layoutOf(loop);
  const reference = (strides: readonly number[], param: number): Reference => ({
    pointer: params[param]!,
    stride: strides.at(-1)!,
  });
  const stored = new Set(loop.stores.map(({ buffer }) => buffer));
  const leaves: Leaf[] = [];
  const sources = layout.loads.map((strides, i): Source => {
    const view = reference(strides, i);
    const to = Array.from({ length: view.stride === 0 ? 1 : vectorsAtOnce }, () => f.local('v128'));
    const waits = view.stride !== 0 && !stored.has(loop.loads[i]!.buffer);
    const source = { view, to, waits };
    to.forEach((local, v) => leaves.push({ local, source, vector: v }));
    return source;
  });

  const ops = expressionOps();
  const values = Array.from({ length: vectorsAtOnce }, (_, v) => {
    const loads = sources.map(({ to }) => {
      const local = to[v] ?? to[0]!;
      return ops.leaf(leaves.findIndex((leaf) => leaf.local === local));
    });
    return valuesOf(ops, loop.values, loads);
  });
  const targets = loop.stores.map(({ value, combine }, i): Target => {
    const view = reference(layout.stores[i]!, sources.length + i);
    const collects = view.stride === 0 && combine !== 'set';
    const total = collects ? f.local('v128') : undefined;
    return { view, combine, values: values.map((each) => each[value]!), total };
  });
  const print = printer(
    f,
    targets.flatMap((target) => target.values),
    leaves.map(({ local }) => local),
  );

  const outer = f.local('i32');
  if (layout.outer.runtime) f.get(params.at(-1)!);
  f.i32(layout.outer.factor);
  if (layout.outer.runtime) f.op('i32.mul');
  f.set(outer);
  writeNest(f, params, layout, 0, outer, { sources, leaves, targets, printer: print });
}

/** The loop at a depth of the nest, which runs `count` times, and those inside it. */
function writeNest(
  f: FunctionBuilder,
  pointers: readonly Local[],
  layout: Layout,
  depth: number,
  count: Local,
  body: Body,
): void {
  const size = layout.inner[depth];
  if (size === undefined) {
    const { factor, runtime } = layout.outer;
    writeInnermost(f, count, depth > 0 ? layout.inner[depth - 1]! : factor, depth === 0 && runtime, body);
    return;
  }
  const inner = f.local('i32');
  f.i32(size);
  f.set(inner);
  repeat(f, f.local('i32'), count, () => {
    writeNest(f, pointers, layout, depth + 1, inner, body);
    [...layout.loads, ...layout.stores].forEach((strides, view) =>
      advance(f, pointers[view]!, strides[depth]! - size * strides[depth + 1]!),
    );
  });
}

/**
 * The innermost loop over `count` elements.
 *
 * @param factor - What divides the count; the count itself unless `runtime`.
 */
function writeInnermost(
  f: FunctionBuilder,
  count: Local,
  factor: number,
  runtime: boolean,
  body: Body,
): void {
  for (const { view, to } of body.sources) {
    if (view.stride === 0) loadOne(f, view, to[0]!);
  }
  const rounds = f.local('i32');
  const counter = f.local('i32');
  const vectors = (count: Local, atOnce: number): void =>
    repeat(f, counter, count, () => writeVectors(f, body, atOnce));
  if (runtime || factor >= 4) {
    for (const { total, combine } of body.targets) {
      if (total === undefined || combine === 'set') continue;
      f.f32x4(identity[combine]);
      f.set(total);
    }
    if (runtime || factor >= 4 * vectorsAtOnce) {
      quotient(f, rounds, count, 4 * vectorsAtOnce);
      vectors(rounds, vectorsAtOnce);
    }
    if (runtime || factor % (4 * vectorsAtOnce) !== 0) {
      quotient(f, rounds, count, 4);
      f.get(rounds);
      f.i32(vectorsAtOnce);
      f.op('i32.rem_u');
      f.set(rounds);
      vectors(rounds, 1);
    }
    for (const target of body.targets) {
      const { view, total, combine } = target;
      if (total === undefined || combine === 'set') continue;
      reduceLanes(f, total, combine);
      storeOne(f, view, combine, () => f.get(total));
    }
  }
  if (factor % 4 === 0) return;
  f.get(count);
  f.i32(3);
  f.op('i32.and');
  f.set(rounds);
  repeat(f, counter, rounds, () => writeOne(f, body));
}

function quotient(f: FunctionBuilder, result: Local, value: Local, divisor: number): void {
  f.get(value);
  f.i32(divisor);
  f.op('i32.div_u');
  f.set(result);
}

/** Computes some vectors of four elements, one behind the other. */
function writeVectors(f: FunctionBuilder, body: Body, count: number): void {
  const { sources, leaves, targets, printer } = body;
  const numbers = Array.from({ length: count }, (_, v) => v);
  for (const { view, to, waits } of sources) {
    if (view.stride !== 0 && !waits) for (const v of numbers) gather(f, view, 4 * v, to[v]!);
  }
  printer.restart((leaf) => {
    const { local, source, vector } = leaves[leaf]!;
    if (source.waits) gather(f, source.view, 4 * vector, local);
  });
  for (const { view, combine, values, total } of targets) {
    printer.compute(values.slice(0, count));
    for (const v of numbers) {
      if (total === undefined || combine === 'set') {
        storeFour(f, view, 4 * v, combine, () => printer.print(values[v]!));
      } else {
        f.get(total);
        printer.print(values[v]!);
        f.op(combineInstruction[combine]);
        f.set(total);
      }
    }
  }
  for (const { view } of [...sources, ...targets]) advance(f, view.pointer, 4 * count * view.stride);
}

function writeOne(f: FunctionBuilder, { sources, targets, printer }: Body): void {
  for (const { view, to } of sources) {
    if (view.stride !== 0) loadOne(f, view, to[0]!);
  }
  printer.restart();
  for (const { view, combine, values } of targets)
    storeOne(f, view, combine, () => printer.print(values[0]!));
  for (const { view } of [...sources, ...targets]) advance(f, view.pointer, view.stride);
}

/** Moves a pointer by a number of elements. */
function advance(f: FunctionBuilder, pointer: Local, elements: number): void {
  if (elements !== 0) increase(f, pointer, 4 * elements);
}
