import { declarations } from './places.ts';
import { helpersFor } from './functions.ts';

/** A compute shader and how many workgroups it takes for T time steps. */
export interface Kernel {
  readonly code: string;
  readonly workgroups: (time: number) => Workgroups;
}

/** Along x, y and z. */
export type Workgroups = readonly [number, number, number];

/** Most workgroups along one axis that every device has. */
const mostAlong = 65535;

/** Workgroups along x, then y; see {@link flatGroup}. */
export function spreadOut(count: number): Workgroups {
  return [Math.min(count, mostAlong), Math.ceil(count / mostAlong), 1];
}

/** The number of a workgroup that was {@link spreadOut}. */
export const flatGroup = '(group.y * groups.x + group.x)';

/** A whole shader for a plan with so many buffers. */
export function shader(
  bufferCount: number,
  { shared = [], threads, body }: { shared?: readonly string[]; threads: number; body: readonly string[] },
): string {
  const main = `@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
${body.map((line) => `  ${line}`).join('\n')}
}`;
  return [declarations(bufferCount), ...shared, helpersFor(main), main].filter(Boolean).join('\n');
}
