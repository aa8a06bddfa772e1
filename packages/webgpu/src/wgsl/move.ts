import { flatGroup, spreadOut, type Workgroups } from './kernel.ts';
import { word } from './places.ts';

const threads = 64;

/** Ways to move values between tensors, [batch, time, size], and buffers of a plan, [iteration, batch, size]. */
export type MoveKind = 'fromFloats' | 'fromIntegers' | 'toFloats';

/** Words of the parameters of a move, in the order of `Move` in the shader. */
export function moveWords(move: {
  readonly batch: number;
  readonly time: number;
  /** Whether iteration 0 is the last time step. */
  readonly reverse: boolean;
  /** Values in a time step of one sequence. */
  readonly size: number;
  /** Where the buffer begins in memory, in values. */
  readonly start: number;
}): number[] {
  const { batch, time, reverse, size, start } = move;
  return [batch, time, size, Number(reverse), start, batch * time * size];
}

/** Workgroups of a move of so many values. */
export function moveWorkgroups(count: number): Workgroups {
  return spreadOut(Math.ceil(count / threads));
}

/** The shader of a move. */
export function moveShader(kind: MoveKind): string {
  const access = kind === 'toFloats' ? 'read_write' : 'read';
  const type = kind === 'fromIntegers' ? 'i32' : 'f32';
  const [from, to] = ['memory[moved.start + element]', 'tensor[(b * moved.time + t) * moved.size + f]'];
  return `struct Move { batch: u32, time: u32, size: u32, reverse: u32, start: u32, count: u32 }
@group(0) @binding(0) var<storage, read_write> memory: array<f32>;
@group(0) @binding(1) var<storage, ${access}> tensor: array<${type}>;
@group(0) @binding(2) var<uniform> moved: Move;
@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let element = ${flatGroup} * ${word(threads)} + lane;
  if (element >= moved.count) { return; }
  let f = element % moved.size;
  let row = element / moved.size;
  let b = row % moved.batch;
  let i = row / moved.batch;
  let t = select(i, moved.time - 1u - i, moved.reverse != 0u);
  ${kind === 'toFloats' ? `${to} = ${from}` : `${from} = f32(${to})`};
}`;
}
