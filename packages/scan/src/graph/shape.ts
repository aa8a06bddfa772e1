/** Sizes of the axes of a value. */
export type Shape = readonly number[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, axis) => size * axis, 1);
}

/** Row-major strides: `[12, 4, 1]` for `[2, 3, 4]`. */
export function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Whether two lists of numbers, shapes for example, are equal. */
export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** `shape` without the axes that a reduction drops. */
export function dropAxes(shape: Shape, axes: readonly number[]): number[] {
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Rows and columns of a factor as it enters a product: its last two axes, swapped if it is stored transposed. */
export function matrixShape(shape: Shape, transposed: boolean): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

/** `[..., M, N]` of a product `[..., M, K] x [..., K, N]`. */
export function productShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): number[] {
  return [...a.slice(0, -2), matrixShape(a, transposeA)[0], matrixShape(b, transposeB)[1]];
}

/** Shape of `parts` one after the other along `axis`. */
export function concatShape(parts: readonly Shape[], axis: number): number[] {
  const along = parts.reduce((size, part) => size + part[axis]!, 0);
  return (parts[0] ?? []).map((size, each) => (each === axis ? along : size));
}
