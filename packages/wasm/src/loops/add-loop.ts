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
 * are combined in an order of their own. A store may go where a load of the same element comes from; other overlaps are
 * undefined.
 */
export function addLoop(m: ModuleBuilder, name: string, loop: Loop): void {
  const params = Array.from({ length: loop.loads.length + loop.stores.length + 1 }, () => 'i32' as const);
  m.func(name, params, [], (f, ...pointers) => writeLoop(f, pointers, loop));
}

/** A load and the local that its values go to. */
interface Source {
  readonly view: Reference;
  readonly to: Local;
}

/** A store, its value, and the local it is collected in if all elements of the innermost loop go to one place. */
interface Target {
  readonly view: Reference;
  readonly combine: Store['combine'];
  readonly value: Expression;
  readonly total: Local | undefined;
}

/** What the innermost loop is made of. */
interface Body {
  readonly sources: readonly Source[];
  readonly targets: readonly Target[];
  readonly printer: Printer;
}

function writeLoop(f: FunctionBuilder, params: readonly Local[], loop: Loop): void {
  const layout = layoutOf(loop);
  const reference = (strides: readonly number[], param: number): Reference => ({
    pointer: params[param]!,
    stride: strides.at(-1)!,
  });
  const sources = layout.loads.map((strides, i) => ({ view: reference(strides, i), to: f.local('v128') }));

  const ops = expressionOps();
  const values = valuesOf(
    ops,
    loop.values,
    sources.map((_, i) => ops.leaf(i)),
  );
  const targets = loop.stores.map(({ value, combine }, i): Target => {
    const view = reference(layout.stores[i]!, sources.length + i);
    const collects = view.stride === 0 && combine !== 'set';
    return { view, combine, value: values[value]!, total: collects ? f.local('v128') : undefined };
  });
  const print = printer(
    f,
    targets.map(({ value }) => value),
    sources.map(({ to }) => to),
  );

  const outer = f.local('i32');
  if (layout.outer.runtime) f.get(params.at(-1)!);
  f.i32(layout.outer.factor);
  if (layout.outer.runtime) f.op('i32.mul');
  f.set(outer);
  writeNest(f, params, layout, 0, outer, { sources, targets, printer: print });
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
    if (view.stride === 0) loadOne(f, view, to);
  }
  const rounds = f.local('i32');
  const counter = f.local('i32');
  if (runtime || factor >= 4) {
    for (const { total, combine } of body.targets) {
      if (total === undefined || combine === 'set') continue;
      f.f32x4(identity[combine]);
      f.set(total);
    }
    f.get(count);
    f.i32(2);
    f.op('i32.shr_u');
    f.set(rounds);
    repeat(f, counter, rounds, () => writeFour(f, body));
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

function writeFour(f: FunctionBuilder, { sources, targets, printer }: Body): void {
  for (const { view, to } of sources) {
    if (view.stride !== 0) gather(f, view, to);
  }
  printer.restart();
  printer.compute(targets.map(({ value }) => value));
  for (const { view, combine, value, total } of targets) {
    if (total === undefined || combine === 'set') {
      storeFour(f, view, combine, () => printer.print(value));
    } else {
      f.get(total);
      printer.print(value);
      f.op(combineInstruction[combine]);
      f.set(total);
    }
  }
  for (const { view } of [...sources, ...targets]) advance(f, view.pointer, 4 * view.stride);
}

function writeOne(f: FunctionBuilder, { sources, targets, printer }: Body): void {
  for (const { view, to } of sources) {
    if (view.stride !== 0) loadOne(f, view, to);
  }
  printer.restart();
  for (const { view, combine, value } of targets) storeOne(f, view, combine, () => printer.print(value));
  for (const { view } of [...sources, ...targets]) advance(f, view.pointer, view.stride);
}

/** Moves a pointer by a number of elements. */
function advance(f: FunctionBuilder, pointer: Local, elements: number): void {
  if (elements !== 0) increase(f, pointer, 4 * elements);
}
