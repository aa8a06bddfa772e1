import { binaryFunctions, reductions, unaryFunctions } from '../graph/functions.ts';
import type { BufferRef, Instruction, Loop, Matrix, Phase, Plan, Product, Value } from './plan.ts';

/** Runs plans in float64, one element at a time: what a target must agree with. */
export interface PlanInterpreter {
  /** Values of a buffer, all its blocks. */
  readonly buffers: readonly Float64Array[];
  run(phase: Phase, direction: 'forward' | 'backward'): void;
}

/**
 * Makes an interpreter for T time steps.
 *
 * @param noise - Standard normal of element `element` of site `site` in iteration `iteration`.
 */
export function interpretPlan(
  plan: Plan,
  time: number,
  noise: (iteration: number, site: number, element: number) => number,
): PlanInterpreter {
  const blocks = { once: 1, steps: time, chain: time + 1 };
  const buffers = plan.buffers.map(({ kind, size, values }) => {
    const data = new Float64Array(size * blocks[kind]);
    if (values) data.set(values);
    return data;
  });
  /** Where a reference is, in iteration `iteration`; null means before or after the steps. */
  const start = ({ buffer, offset, block }: BufferRef, iteration: number | null): number => {
    const { kind, size } = plan.buffers[buffer]!;
    const at = kind === 'once' ? 0 : kind === 'steps' ? (iteration ?? 0) : (iteration ?? 0) + block;
    return at * size + offset;
  };

  const runLoop = (loop: Loop, iteration: number | null): void => {
    const dims = loop.timesSteps ? [loop.dims[0]! * time, ...loop.dims.slice(1)] : loop.dims;
    const loads = loop.loads.map((view) => ({
      data: buffers[view.buffer]!,
      at: start(view, iteration),
      view,
    }));
    const stores = loop.stores.map((view) => ({
      data: buffers[view.buffer]!,
      at: start(view, iteration),
      view,
    }));
    const place = (at: number, strides: readonly number[], index: readonly number[]): number =>
      index.reduce((sum, i, axis) => sum + i * strides[axis]!, at);
    forEachIndex(dims, (index) => {
      const loaded = loads.map(({ data, at, view }) => data[place(at, view.strides, index)]!);
      const values = evaluate(loop.values, loaded);
      for (const { data, at, view } of stores) {
        const to = place(at, view.strides, index);
        const value = values[view.value]!;
        data[to] = view.combine === 'set' ? value : reductions[view.combine].combine(data[to]!, value);
      }
    });
  };

  const runProduct = (product: Product, iteration: number | null): void => {
    const m = product.m * (product.timesSteps === 'm' ? time : 1);
    const k = product.k * (product.timesSteps === 'k' ? time : 1);
    const at = (matrix: Matrix, batch: number, row: number, column: number, transposed: boolean): number => {
      const [r, c] = transposed ? [column, row] : [row, column];
      return start(matrix, iteration) + batch * matrix.batchStride + r * matrix.rowStride + c;
    };
    const [a, b, c] = [product.a, product.b, product.c].map(({ buffer }) => buffers[buffer]!) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let batch = 0; batch < product.batch; batch++) {
      forEachIndex([m, product.n], ([row, column]) => {
        const to = at(product.c, batch, row!, column!, false);
        let sum = product.accumulate ? c[to]! : 0;
        for (let i = 0; i < k; i++) {
          sum +=
            a[at(product.a, batch, row!, i, product.transposeA)]! *
            b[at(product.b, batch, i, column!, product.transposeB)]!;
        }
        c[to] = sum;
      });
    }
  };

  const runOne = (instruction: Instruction, iteration: number | null): void => {
    switch (instruction.kind) {
      case 'loop':
        return runLoop(instruction, iteration);
      case 'product':
        return runProduct(instruction, iteration);
      case 'noise': {
        const at = start(instruction.to, iteration);
        for (let e = 0; e < instruction.size; e++) {
          buffers[instruction.to.buffer]![at + e] = noise(iteration!, instruction.site, e);
        }
        return undefined;
      }
      case 'clear':
        buffers[instruction.buffer]!.fill(instruction.value);
    }
  };

  return {
    buffers,
    run({ before, step, after, forInput }, direction) {
      for (const instruction of before) runOne(instruction, null);
      for (let i = 0; i < time; i++) {
        const iteration = direction === 'forward' ? i : time - 1 - i;
        for (const instruction of step) runOne(instruction, iteration);
      }
      for (const instruction of [...after, ...forInput]) runOne(instruction, null);
    },
  };
}

function evaluate(values: readonly Value[], loaded: readonly number[]): number[] {
  const results: number[] = [];
  for (const value of values) results.push(one(value, loaded, results));
  return results;
}

function one(value: Value, loaded: readonly number[], results: readonly number[]): number {
  if (value.op === 'load') return loaded[value.load]!;
  if (value.op === 'fill') return value.value;
  const args = value.args.map((arg) => results[arg]!) as [number, number, number];
  if (value.op === 'unary') return unaryFunctions[value.fn](args[0]);
  if (value.op === 'binary') return binaryFunctions[value.fn](args[0], args[1]);
  return args[0] === 0 ? args[2] : args[1];
}

function forEachIndex(dims: readonly number[], visit: (index: readonly number[]) => void): void {
  const index = dims.map(() => 0);
  const total = dims.reduce((product, size) => product * size, 1);
  for (let n = 0; n < total; n++) {
    visit(index);
    for (let axis = dims.length - 1; axis >= 0 && ++index[axis]! === dims[axis]; axis--) index[axis] = 0;
  }
}
