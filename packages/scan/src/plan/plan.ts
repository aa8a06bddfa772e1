import type { BinaryFunction, Reduction, UnaryFunction } from '../graph/graph.ts';

/**
 * What a target runs: loops and matrix products over buffers of float32, once before the time steps, once per time
 * step, once after them. The number of time steps T is not part of a plan.
 */
export interface Plan {
  readonly buffers: readonly PlanBuffer[];
  /** Buffers to fill before a run, by the names of the step's inputs. A state fills block 0 of its chain. */
  readonly inputs: Readonly<Record<string, BufferId>>;
  /** Results of the forward run by name: `output` of all steps, and `state/...`, whose last block is the final state. */
  readonly outputs: Readonly<Record<string, PlanOutput>>;
  /** What the backward run needs of the forward run, beside its inputs. */
  readonly kept: readonly BufferId[];
  /**
   * Buffers to fill before a backward run: `output`, and `state/...`, whose last block (T) is the gradient in the final
   * state.
   */
  readonly cotangents: Readonly<Record<string, BufferId>>;
  /** Results of the backward run by input; a state's is block 0 of its chain, that of x all steps. */
  readonly gradients: Readonly<Record<string, BufferRef>>;
  /** Forward: `before`, then `step` for iteration 0 to T - 1, then `after`. */
  readonly forward: Phase;
  /** Backward: `before`, then `step` for iteration T - 1 to 0, then `after`; null for a plan without gradient. */
  readonly backward: Phase | null;
}

/** Where a result is, and its shape in one step, [batch, ...]. */
export interface PlanOutput extends BufferRef {
  readonly shape: readonly number[];
}

/** A part of a plan. */
export interface Phase {
  readonly before: readonly Instruction[];
  readonly step: readonly Instruction[];
  readonly after: readonly Instruction[];
  /** What only the gradient in x needs: run last, if anybody asks for it. */
  readonly forInput: readonly Instruction[];
}

/** Index of a buffer in {@link Plan.buffers}. */
export type BufferId = number;

/**
 * Float32 values.
 *
 * - `once`: `size` values that stay where they are.
 * - `steps`: T blocks of `size` values, block i for iteration i (a reversed scan is one whose inputs are reversed).
 * - `chain`: T + 1 blocks; iteration i reads block i as the previous value and writes block i + 1 as the next. Which
 *   of the two an access means is its `block`.
 */
export interface PlanBuffer {
  readonly name: string;
  readonly kind: 'once' | 'steps' | 'chain';
  /** Values of one block. */
  readonly size: number;
  /** What it holds from the start, and never changes; of a `once` buffer. */
  readonly values?: Float32Array;
}

/** Where in a buffer something is. In `before` and `after`, an access to a `steps` buffer means all blocks, from 0. */
export interface BufferRef {
  readonly buffer: BufferId;
  /** In values, from the start of the block. */
  readonly offset: number;
  /** Of a `chain`: 0 is the block of iteration i, 1 that of i + 1. */
  readonly block: 0 | 1;
}

/** A strided view: element (i0, i1, ...) is at `offset + sum i_k strides[k]`. */
export interface View extends BufferRef {
  readonly strides: readonly number[];
}

/** One thing to run. */
export type Instruction = Loop | Product | Noise | Clear;

/**
 * A loop nest over `dims` (the last is innermost): loads, computes, stores, element by element.
 *
 * `timesSteps` multiplies dims[0] by T at run time: a loop over all time steps at once.
 */
export interface Loop {
  readonly kind: 'loop';
  readonly dims: readonly number[];
  readonly timesSteps: boolean;
  readonly loads: readonly View[];
  /** Values in order; each refers to earlier ones by index. */
  readonly values: readonly Value[];
  readonly stores: readonly Store[];
}

/** A value computed for each element of a loop. */
export type Value =
  | { readonly op: 'load'; readonly load: number }
  | { readonly op: 'fill'; readonly value: number }
  | { readonly op: 'unary'; readonly fn: UnaryFunction; readonly args: readonly [number] }
  | { readonly op: 'binary'; readonly fn: BinaryFunction; readonly args: readonly [number, number] }
  | { readonly op: 'select'; readonly args: readonly [number, number, number] };

/** Where a value of a loop goes. Several elements may go to one place (stride 0): then `combine` says how they meet. */
export interface Store extends View {
  readonly value: number;
  /** 'set' overwrites; the others combine with what is there. */
  readonly combine: 'set' | Reduction;
}

/**
 * `c = a b` or `c = c + a b`: matrices with a row stride and contiguous columns, repeated `batch` times.
 *
 * a is [m, k] (or [k, m] if transposeA), b [k, n] (or [n, k] if transposeB), c [m, n]. `timesSteps` says which size is
 * multiplied by T at run time: rows for a product of all time steps at once, 'k' for a sum over all time steps.
 */
export interface Product {
  readonly kind: 'product';
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch: number;
  readonly timesSteps: 'm' | 'k' | null;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly c: Matrix;
  /** Whether c is added to. */
  readonly accumulate: boolean;
  /** Whether b is the same in every step, so that it is packed once. */
  readonly constantB: boolean;
}

/** Matrices in a buffer. */
export interface Matrix extends BufferRef {
  readonly rowStride: number;
  /** From one matrix of the batch to the next. */
  readonly batchStride: number;
}

/** Standard normals of site `site` of the iteration: element e of stream `base + iteration * sites + site`. */
export interface Noise {
  readonly kind: 'noise';
  readonly site: number;
  readonly to: BufferRef;
  readonly size: number;
}

/** Sets a whole buffer to a value, all its blocks included. */
export interface Clear {
  readonly kind: 'clear';
  readonly buffer: BufferId;
  readonly value: number;
}
