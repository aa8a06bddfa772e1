import type { Loop, View } from '@unsaturate/scan';

/** A loop nest that is as shallow as it can be. */
export interface Layout {
  /** Of the outermost loop; it runs `factor` times what is given at run time if `runtime`, else `factor` times. */
  readonly outer: { readonly factor: number; readonly runtime: boolean };
  /** Sizes of the loops inside it. */
  readonly inner: readonly number[];
  /** Strides of the loads, one for each loop of the nest, outermost first. */
  readonly loads: readonly (readonly number[])[];
  /** The same of the stores. */
  readonly stores: readonly (readonly number[])[];
}

/** A loop without what it computes. */
interface Nest extends Pick<Loop, 'dims' | 'timesSteps'> {
  readonly loads: readonly Pick<View, 'strides'>[];
  readonly stores: readonly Pick<View, 'strides'>[];
}

/** A loop of the nest with the stride of every view. */
interface Level {
  readonly size: number;
  readonly runtime: boolean;
  readonly strides: readonly number[];
}

/**
 * The nest of a loop without loops of one round, and with loops joined that every view runs through in one stride.
 *
 * dims[0] is known at run time only, unless it is 1 whatever the number of time steps.
 */
export function layoutOf({ dims, timesSteps, loads, stores }: Nest): Layout {
  const views = [...loads, ...stores];
  const levels = dims
    .map((size, axis): Level => {
      const runtime = axis === 0 && (timesSteps || size !== 1);
      return { size: runtime ? 1 : size, runtime, strides: views.map((view) => view.strides[axis]!) };
    })
    .filter(({ size, runtime }) => size !== 1 || runtime)
    .reduce<readonly Level[]>(join, []);
  const nest = levels.length > 0 ? levels : [{ size: 1, runtime: false, strides: views.map(() => 0) }];
  const stridesOf = (_: unknown, view: number): readonly number[] =>
    nest.map(({ strides }) => strides[view]!);
  return {
    outer: { factor: nest[0]!.size, runtime: nest[0]!.runtime },
    inner: nest.slice(1).map(({ size }) => size),
    loads: loads.map(stridesOf),
    stores: stores.map((_, index) => stridesOf(_, loads.length + index)),
  };
}

/** Adds a loop inside others: to the innermost of them if every view goes on there where a round of it ends. */
function join(levels: readonly Level[], { size, runtime, strides }: Level): readonly Level[] {
  const last = levels.at(-1);
  const joins = last?.strides.every((stride, view) => stride === strides[view]! * size) ?? false;
  if (last === undefined || !joins) return [...levels, { size, runtime, strides }];
  return [...levels.slice(0, -1), { size: last.size * size, runtime: last.runtime, strides }];
}
