import type { Store } from '@unsaturate/scan';
import {
  type FunctionBuilder,
  increase,
  type Local,
  type ModuleBuilder,
  repeat,
} from '../assembler/index.ts';
import { drawnAtOnce, draws, type DrawingLoop } from './drawing-loop.ts';
import { type DrawArguments, drawInLoop } from './draw-in-loop.ts';
import { type Expression, expressionOps } from './expression.ts';
import { type Layout, layoutOf } from './layout.ts';
import { lazyValues } from './lazy/lazy-values.ts';
import { gather, loadOne, type Reference, storeFour, storeOne } from './memory.ts';
import { combineInstruction, identity, reduceLanes } from './combine.ts';
import { type Printer, printer } from './printer.ts';
import { valuesOf } from './values.ts';

/**
 * Adds a function that runs a loop: `name(loads..., stores..., rounds)`, and if it draws noise
 * `name(loads..., first, stores..., rounds, k0, k1, stream)`.
 *
 * loads and stores are the byte addresses of the first elements of the views, rounds the size of dims[0] (times T if the
 * loop says so), which is ignored for a loop without dims or with a single round. Four elements of the innermost loop
 * are computed at once, what is left over one by one; nothing outside the views is read or written. Sums and products
 * are combined in an order of their own. A store may go where a load of the same element comes from, if both are of one
 * buffer; other overlaps are undefined.
 *
 * The noise of site s is that of stream number `stream + s` under the key k0, k1, from element `first / 4` on.
 */
export function addLoop(m: ModuleBuilder, name: string, loop: DrawingLoop): void {
  const views = loop.loads.length + loop.stores.length;
  const params = Array.from({ length: views + (draws(loop) ? 5 : 1) }, () => 'i32' as const);
  m.func(name, params, [], (f, ...pointers) => writeLoop(f, pointers, loop));
}

/**
 * How many vectors of four elements are computed at once, 2 or 4: a long way to one result is used to compute another.
 * The way to a random number is very long; with much else to compute, registers would not suffice for four.
 */
function vectorsOf(loop: DrawingLoop): number {
  const isShort = loop.values.length <= 64;
  return draws(loop) && isShort && loop.dims.at(-1)! % (2 * drawnAtOnce) === 0 ? 4 : 2;
}

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

/** A vector that expressions refer to by its number. */
interface Leaf {
  readonly local: Local;
  /** Puts the vector into the local, before its first use; else it is there. */
  readonly load: () => void;
}

/** What the innermost loop is made of. */
interface Body {
  readonly sources: readonly Source[];
  readonly leaves: readonly Leaf[];
  readonly targets: readonly Target[];
  readonly printer: Printer;
  /** How many vectors are computed at once. */
  readonly vectors: number;
  /** All that moves on with the elements. */
  readonly moving: readonly Reference[];
}

function writeLoop(f: FunctionBuilder, params: readonly Local[], loop: DrawingLoop): void {
  const { dims, timesSteps, stores } = loop;
  const loads = [...loop.loads, ...(draws(loop) ? [{ strides: rowMajor(dims) }] : [])];
  const layout = layoutOf({ dims, timesSteps, loads, stores });
  const moving = [...layout.loads, ...layout.stores].map((strides, i): Reference => {
    return { pointer: params[i]!, stride: strides.at(-1)! };
  });
  const vectors = vectorsOf(loop);
  const [rounds, ...drawing] = params.slice(moving.length) as [Local, ...Local[]];

  const ops = expressionOps();
  const leaves: Leaf[] = [];
  const leafOf = (local: Local, load = (): void => {}): Expression =>
    ops.leaf(leaves.push({ local, load }) - 1);
  const stored = new Set(stores.map(({ buffer }) => buffer));
  const sources = loop.loads.map(({ buffer }, i): Source => {
    const view = moving[i]!;
    const to = Array.from({ length: view.stride === 0 ? 1 : vectors }, () => f.local('v128'));
    return { view, to, waits: view.stride !== 0 && !stored.has(buffer) };
  });
  const loaded = sources.map(({ view, to, waits }) =>
    to.map((local, v) => leafOf(local, waits ? () => gather(f, view, 4 * v, local) : undefined)),
  );
  const place = [params[loop.loads.length], ...drawing] as unknown as DrawArguments;
  const drawn = draws(loop) ? drawInLoop(f, ops, place, leafOf) : undefined;
  const finish = lazyValues(ops, loop);
  const values = Array.from({ length: vectors }, (_, v) => {
    const load = (number: number): Expression => loaded[number]![v] ?? loaded[number]![0]!;
    return valuesOf(ops, loop.values, { load, normal: (site) => drawn!(site, v) }, finish);
  });
  const targets = stores.map(({ value, combine }, i): Target => {
    const view = moving[loads.length + i]!;
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
  if (layout.outer.runtime) f.get(rounds);
  f.i32(layout.outer.factor);
  if (layout.outer.runtime) f.op('i32.mul');
  f.set(outer);
  writeNest(f, params, layout, 0, outer, { sources, leaves, targets, printer: print, vectors, moving });
}

/** Strides of elements in row-major order. */
function rowMajor(dims: readonly number[]): number[] {
  return dims.map((_, axis) => dims.slice(axis + 1).reduce((product, size) => product * size, 1));
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
  const repeated = (count: Local, vectors: number): void =>
    repeat(f, counter, count, () => writeVectors(f, body, vectors));
  const atOnce = 4 * body.vectors;
  if (runtime || factor >= 4) {
    for (const { total, combine } of body.targets) {
      if (total === undefined || combine === 'set') continue;
      f.f32x4(identity[combine]);
      f.set(total);
    }
    if (runtime || factor >= atOnce) {
      quotient(f, rounds, count, atOnce);
      repeated(rounds, body.vectors);
    }
    if (factor % atOnce !== 0) {
      quotient(f, rounds, count, 4);
      f.get(rounds);
      f.i32(body.vectors);
      f.op('i32.rem_u');
      f.set(rounds);
      repeated(rounds, 1);
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
  const { sources, leaves, targets, printer, moving } = body;
  const numbers = Array.from({ length: count }, (_, v) => v);
  for (const { view, to, waits } of sources) {
    if (view.stride !== 0 && !waits) for (const v of numbers) gather(f, view, 4 * v, to[v]!);
  }
  printer.restart(
    targets.flatMap(({ values }) => values.slice(0, count)),
    (leaf) => leaves[leaf]!.load(),
  );
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
  for (const { pointer, stride } of moving) advance(f, pointer, 4 * count * stride);
}

function writeOne(f: FunctionBuilder, { sources, targets, printer, moving }: Body): void {
  for (const { view, to } of sources) {
    if (view.stride !== 0) loadOne(f, view, to[0]!);
  }
  printer.restart(targets.map(({ values }) => values[0]!));
  for (const { view, combine, values } of targets)
    storeOne(f, view, combine, () => printer.print(values[0]!));
  for (const { pointer, stride } of moving) advance(f, pointer, stride);
}

/** Moves a pointer by a number of elements. */
function advance(f: FunctionBuilder, pointer: Local, elements: number): void {
  if (elements !== 0) increase(f, pointer, 4 * elements);
}
