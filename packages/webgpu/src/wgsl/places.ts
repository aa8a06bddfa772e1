import type { BufferId, BufferRef, Matrix, PlanBuffer } from '@unsaturate/scan';

/** A piece of GPU memory in which buffers of a plan lie. */
export type Region = 'kept' | 'work' | 'constants';

/** Where the buffers of a plan are, and when: in each of the steps, or before or after them all. */
export interface Scope {
  readonly buffers: readonly PlanBuffer[];
  regionOf(buffer: BufferId): Region;
  readonly inSteps: boolean;
  /** Whether the device is made of software, on which threads had better not wait for each other. */
  readonly isSoftware: boolean;
}

/**
 * What kernels of a plan can name. The first three bindings are memory; `run` is the same in a whole run, `step` is
 * bound at the place of the iteration. `places` holds where buffers begin, in values.
 */
export function declarations(bufferCount: number): string {
  return `struct Run {
  time: u32, stream: u32, sites: u32, key0: u32, key1: u32, infinity: u32, nan: u32, unused: u32,
  places: array<vec4<u32>, ${placeVectors(bufferCount)}>,
}
struct Step { iteration: u32 }
@group(0) @binding(0) var<storage, read_write> kept: array<f32>;
@group(0) @binding(1) var<storage, read_write> work: array<f32>;
@group(0) @binding(2) var<storage, read> constants: array<f32>;
@group(0) @binding(3) var<uniform> run: Run;
@group(0) @binding(4) var<uniform> step: Step;`;
}

/** Words of `Run` before its places. */
export const runHead = 8;

/** Vectors of four in `Run.places`. */
export function placeVectors(bufferCount: number): number {
  return Math.max(1, Math.ceil(bufferCount / 4));
}

/** Index of the first value of a reference. */
export function startOf({ buffer, offset, block }: BufferRef, { buffers, inSteps }: Scope): string {
  const { kind, size } = buffers[buffer]!;
  const first = offset + (kind === 'chain' ? block * size : 0);
  const place = `run.places[${buffer >> 2}].${'xyzw'[buffer & 3]!}`;
  const moves = inSteps && kind !== 'once';
  return [
    place,
    ...(first === 0 ? [] : [word(first)]),
    ...(moves ? [`step.iteration * ${word(size)}`] : []),
  ].join(' + ');
}

/** Index of the first value of a factor or result of the product that `group.z` counts. */
export function matrixStart({ batchStride, ...matrix }: Matrix, batch: number, scope: Scope): string {
  return `${startOf(matrix, scope)}${batch > 1 ? ` + group.z * ${word(batchStride)}` : ''}`;
}

/** An unsigned literal; a negative number as its two's complement, with which sums come out right. */
export function word(value: number): string {
  return `${value >>> 0}u`;
}

/** `sum index_k stride_k`, or nothing where all is 0. */
export function strided(indices: readonly string[], strides: readonly number[]): string[] {
  return strides.flatMap((stride, axis) => {
    const index = indices[axis]!;
    if (stride === 0 || index === '0u') return [];
    return [stride === 1 ? index : `${index} * ${word(stride)}`];
  });
}

/**
 * Statements that take a flat index apart, row-major, into one index per axis.
 *
 * @param sizes - The first is not needed: what is left is its index.
 */
export function unflatten(
  flat: string,
  sizes: readonly number[],
  prefix: string,
): { readonly statements: string[]; readonly indices: string[] } {
  const statements: string[] = [];
  const indices = sizes.map(() => '0u');
  let rest = flat;
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    const size = sizes[axis]!;
    if (axis > 0 && size === 1) continue;
    if (axis === 0) {
      indices[0] = rest;
      break;
    }
    const [index, next] = [`${prefix}${axis}`, `${prefix}${axis}rest`];
    statements.push(`let ${index} = ${rest} % ${word(size)};`, `let ${next} = ${rest} / ${word(size)};`);
    indices[axis] = index;
    rest = next;
  }
  return { statements, indices };
}
