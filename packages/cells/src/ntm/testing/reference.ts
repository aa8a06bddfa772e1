import type { NtmOptions, NtmSizes } from '../sizes.ts';

// The machine in float64, number by number: what the tensor code is compared with.

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sum = (values: Vector): number => values.reduce((total, each) => total + each, 0);
const dot = (a: Vector, b: Vector): number => sum(a.map((each, i) => each * b[i]!));
const length = (a: Vector): number => Math.sqrt(dot(a, a));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.log1p(Math.exp(x));

function softmax(values: Vector): number[] {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  return powers.map((power) => power / sum(powers));
}

/** Eq. 5 and 6, of one head. */
export function contentAddressing(k: Vector, beta: number, memory: Matrix): number[] {
  return softmax(memory.map((row) => (beta * dot(k, row)) / (length(k) * length(row))));
}

/** Eq. 7. */
export function interpolate(g: number, content: Vector, previous: Vector): number[] {
  return content.map((each, i) => g * each + (1 - g) * previous[i]!);
}

/** Eq. 8: s[o + (S - 1) / 2] is the share that goes from location j to j + o. */
export function shift(weights: Vector, s: Vector): number[] {
  const [count, furthest] = [weights.length, (s.length - 1) / 2];
  const shifted = weights.map(() => 0);
  for (const j of range(count))
    for (const each of range(s.length))
      shifted[(j + each - furthest + count) % count]! += weights[j]! * s[each]!;
  return shifted;
}

/** Eq. 9. */
export function sharpen(weights: Vector, gamma: number): number[] {
  const powers = weights.map((weight) => weight ** gamma);
  return powers.map((power) => power / sum(powers));
}

/** Eq. 2. */
export function read(memory: Matrix, weights: Vector): number[] {
  return memory[0]!.map((_, m) => sum(weights.map((weight, i) => weight * memory[i]![m]!)));
}

/** Eq. 3, of one head. */
export function erase(memory: Matrix, weights: Vector, erased: Vector): number[][] {
  return memory.map((row, i) => row.map((each, m) => each * (1 - weights[i]! * erased[m]!)));
}

/** Eq. 4, of one head. */
export function add(memory: Matrix, weights: Vector, added: Vector): number[][] {
  return memory.map((row, i) => row.map((each, m) => each + weights[i]! * added[m]!));
}

/** Flat, row-major values by name. */
export type Flat = Readonly<Record<string, Vector>>;

/** Of one sequence. */
export interface MachineState {
  readonly memory: Matrix;
  readonly reads: Matrix;
  readonly weights: Matrix;
  readonly h: Vector;
  readonly c: Vector;
}

/** One step of a machine without noise, for one sequence. */
export function referenceStep(
  options: Required<Pick<NtmOptions, 'controller' | 'readHeads' | 'writeHeads' | 'shifts'>>,
  { units, width, outputSize }: NtmSizes,
  params: Flat,
  x: Vector,
  state: MachineState,
): { readonly output: number[]; readonly state: MachineState } {
  const { readHeads, writeHeads, shifts } = options;
  const heads = readHeads + writeHeads;
  const input = [...x, ...state.reads.flat()];
  const product = (row: Vector, name: string, columns: number): number[] =>
    range(columns).map((column) => sum(row.map((each, i) => each * params[name]![i * columns + column]!)));
  const linear = (row: Vector, kernel: string, bias: string): number[] =>
    product(row, kernel, params[bias]!.length).map((each, i) => each + params[bias]![i]!);

  let { h, c } = state;
  if (options.controller === 'lstm') {
    const recurrent = product(h, 'recurrentKernel', 4 * units);
    const z = linear(input, 'kernel', 'bias').map((each, i) => each + recurrent[i]!);
    const gate = (n: number): number[] => z.slice(n * units, (n + 1) * units);
    const [i, f, o] = [0, 1, 3].map((n) => gate(n).map(sigmoid)) as [number[], number[], number[]];
    c = c.map((each, u) => f[u]! * each + i[u]! * Math.tanh(gate(2)[u]!));
    h = c.map((each, u) => o[u]! * Math.tanh(each));
  } else h = linear(input, 'kernel', 'bias').map(Math.tanh);

  const told = linear(h, 'headKernel', 'headBias');
  const take = (count: number, size: number): number[][] => range(count).map(() => told.splice(0, size));
  const k = take(heads, width).map((each) => each.map(Math.tanh));
  const beta = take(heads, 1).map(([each]) => softplus(each!));
  const g = take(heads, 1).map(([each]) => sigmoid(each!));
  const s = take(heads, shifts).map(softmax);
  const gamma = take(heads, 1).map(([each]) => 1 + softplus(each!));
  const e = take(writeHeads, width).map((each) => each.map(sigmoid));
  const a = take(writeHeads, width).map((each) => each.map(Math.tanh));

  const weights = range(heads).map((head) => {
    const content = contentAddressing(k[head]!, beta[head]!, state.memory);
    const gated = interpolate(g[head]!, content, state.weights[head]!);
    return sharpen(shift(gated, s[head]!), gamma[head]!);
  });
  const reads = range(readHeads).map((head) => read(state.memory, weights[head]!));
  const writing = range(writeHeads).map((head) => weights[readHeads + head]!);
  const erased = writing.reduce<Matrix>((memory, each, head) => erase(memory, each, e[head]!), state.memory);
  const memory = writing.reduce<Matrix>((rest, each, head) => add(rest, each, a[head]!), erased);
  const output = linear([...h, ...reads.flat()], 'outputKernel', 'outputBias').slice(0, outputSize);
  return { output, state: { memory, reads, weights, h, c } };
}
