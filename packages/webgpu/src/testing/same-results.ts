import type { Instruction, Phase, Plan, View } from '@unsaturate/scan';
import type { ScanValues } from '../../../scan/src/plan/testing/reference-scan.ts';
import { runPlan } from '../../../scan/src/plan/testing/run-plan.ts';
import { gpuPlan } from '../plan/gpu-plan.ts';

/** Numbers between -1 and 1 for the named buffers of a plan, and for its noise. */
function valuesFor(plan: Plan, time: number): { inputs: ScanValues; cotangents: ScanValues } {
  let state = 1;
  const numbers = (size: number): Float64Array =>
    Float64Array.from({ length: size }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return state / 2 ** 31;
    });
  const sizeOf = (buffer: number): number => {
    const { kind, size } = plan.buffers[buffer]!;
    return kind === 'steps' ? size * time : size;
  };
  const fill = (buffers: Readonly<Record<string, number>>): ScanValues =>
    Object.fromEntries(Object.entries(buffers).map(([name, buffer]) => [name, numbers(sizeOf(buffer))]));
  const noise = [...plan.forward.step, ...(plan.backward?.step ?? [])].flatMap((each) =>
    each.kind === 'noise' ? [[`noise/${each.site}`, numbers(each.size * time)] as const] : [],
  );
  return {
    inputs: { ...Object.fromEntries(noise), ...fill(plan.inputs) },
    cotangents: fill(plan.cotangents),
  };
}

/** The plan with every loop run from its last element to its first: on a GPU there is no order. */
function backToFront(plan: Plan, time: number): Plan {
  const turn = (each: Instruction): Instruction => {
    if (each.kind !== 'loop') return each;
    const turned = <Each extends View>(view: Each): Each => {
      const last = each.dims.map((size, axis) => size * (axis === 0 && each.timesSteps ? time : 1) - 1);
      const offset = view.strides.reduce((sum, stride, axis) => sum + stride * last[axis]!, view.offset);
      return { ...view, offset, strides: view.strides.map((stride) => -stride) };
    };
    return { ...each, loads: each.loads.map(turned), stores: each.stores.map(turned) };
  };
  const turnPhase = (phase: Phase): Phase => ({
    before: phase.before.map(turn),
    step: phase.step.map(turn),
    after: phase.after.map(turn),
    forInput: phase.forInput.map(turn),
  });
  return { ...plan, forward: turnPhase(plan.forward), backward: plan.backward && turnPhase(plan.backward) };
}

/** Throws unless a plan and what {@link gpuPlan} makes of it give the same, in whatever order its loops run. */
export function expectSameResults(plan: Plan, time: number): void {
  expectAlike(plan, gpuPlan(plan), time);
  expectAlike(plan, backToFront(gpuPlan(plan), time), time);
}

function expectAlike(plan: Plan, other: Plan, time: number): void {
  const { inputs, cotangents } = valuesFor(plan, time);
  const [expected, actual] = [plan, other].map((each) => runPlan(each, time, inputs, cotangents));
  for (const kind of ['outputs', 'gradients'] as const) {
    for (const [name, values] of Object.entries(expected![kind])) {
      const errors = values.map((value, i) => {
        const got = actual![kind][name]![i]!;
        return Object.is(value, got) ? 0 : Math.abs(value - got) / Math.max(1, Math.abs(value));
      });
      if (!(Math.max(...errors) < 1e-9)) throw new Error(`${kind} ${name}: ${Math.max(...errors)} apart`);
    }
  }
}
