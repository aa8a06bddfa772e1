import type { BufferRef, Plan } from '../plan.ts';
import { interpretPlan } from '../interpret.ts';
import type { ReferenceResult, ScanValues } from './reference-scan.ts';

/** Runs a plan forward and back in the interpreter; arguments as those of `referenceScan`. */
export function runPlan(
  plan: Plan,
  time: number,
  inputs: ScanValues,
  cotangents: ScanValues,
): ReferenceResult {
  const noiseSizes = new Map<number, number>();
  for (const { kind, ...instruction } of [...plan.forward.step, ...(plan.backward?.step ?? [])]) {
    if (kind === 'noise')
      noiseSizes.set((instruction as { site: number }).site, (instruction as { size: number }).size);
  }
  const noise = (iteration: number, site: number, element: number): number =>
    inputs[`noise/${site}`]![iteration * noiseSizes.get(site)! + element]!;
  const forward = interpretPlan(plan, time, noise);
  const fill = (buffers: readonly Float64Array[]): void => {
    for (const [name, buffer] of Object.entries(plan.inputs)) buffers[buffer]!.set(inputs[name]!);
  };
  const all = (buffers: readonly Float64Array[], ref: BufferRef): Float64Array => {
    const { kind, size } = plan.buffers[ref.buffer]!;
    const values = buffers[ref.buffer]!;
    if (kind === 'once') return values.slice();
    return kind === 'steps' ? values.slice() : values.slice(ref.block * size, (ref.block + time) * size);
  };
  const block = (buffers: readonly Float64Array[], buffer: number, at: number): Float64Array => {
    const { size } = plan.buffers[buffer]!;
    return buffers[buffer]!.slice(at * size, (at + 1) * size);
  };

  fill(forward.buffers);
  forward.run(plan.forward, 'forward');
  const outputs: ScanValues = {};
  for (const [name, ref] of Object.entries(plan.outputs)) {
    outputs[name] = name === 'output' ? all(forward.buffers, ref) : block(forward.buffers, ref.buffer, time);
  }
  const gradients: ScanValues = {};
  if (plan.backward === null) return { outputs, gradients };

  const backward = interpretPlan(plan, time, noise);
  fill(backward.buffers);
  for (const buffer of plan.kept) backward.buffers[buffer]!.set(forward.buffers[buffer]!);
  for (const [name, buffer] of Object.entries(plan.cotangents)) {
    const at = name === 'output' ? 0 : time * plan.buffers[buffer]!.size;
    backward.buffers[buffer]!.set(cotangents[name]!, at);
  }
  backward.run(plan.backward, 'backward');
  for (const [name, ref] of Object.entries(plan.gradients)) {
    gradients[name] = name.startsWith('state/')
      ? block(backward.buffers, ref.buffer, 0)
      : all(backward.buffers, ref);
  }
  return { outputs, gradients };
}
