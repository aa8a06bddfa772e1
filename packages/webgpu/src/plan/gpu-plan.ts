import type { BufferId, Instruction, Phase, Plan, PlanBuffer } from '@unsaturate/scan';
import { accessesOf, instructionsOf } from './accesses.ts';
import { forwardPlaces } from './forward-places.ts';
import { inlineLoops } from './inline-loops.ts';
import { mergeLoops } from './merge-loops.ts';
import { sinkSums } from './sink-sums.ts';
import { widenSums } from './widen-sums.ts';

/** A plan with as few and as independent instructions in a step as a GPU wants; it computes the same. */
export function gpuPlan(plan: Plan): Plan {
  const buffers: PlanBuffer[] = [...plan.buffers];
  const newBuffer = (size: number): BufferId => buffers.push({ name: 'sums', kind: 'once', size }) - 1;
  const named = namedBuffers(plan);
  const improve = (phase: Phase, other: Phase | null): Phase => {
    const wide = widenSums(sinkSums(phase, buffers), newBuffer);
    const isTemporary = temporariesOf(buffers, wide, other, named);
    const inlined = inlineLoops(wide.step, buffers, isTemporary);
    const step = mergeLoops(forwardPlaces(inlined, buffers, isTemporary), buffers);
    return {
      ...wide,
      before: mergeLoops(wide.before, buffers),
      step: withoutUnread(step, isTemporary),
      after: mergeLoops(wide.after, buffers),
    };
  };
  const forward = improve(plan.forward, plan.backward);
  const backward = plan.backward && improve(plan.backward, plan.forward);
  return { ...plan, buffers, forward, backward };
}

/** Buffers that are filled or looked at from outside. */
function namedBuffers({ inputs, outputs, kept, cotangents, gradients }: Plan): Set<BufferId> {
  const refs = [...Object.values(outputs), ...Object.values(gradients)].map(({ buffer }) => buffer);
  return new Set([...Object.values(inputs), ...refs, ...kept, ...Object.values(cotangents)]);
}

/** Which buffers only the steps of a phase touch, and hold nothing from one step to the next. */
function temporariesOf(
  buffers: readonly PlanBuffer[],
  phase: Phase,
  other: Phase | null,
  named: ReadonlySet<BufferId>,
): (buffer: BufferId) => boolean {
  const elsewhere = new Set(
    [...phase.before, ...phase.after, ...phase.forInput, ...(other ? instructionsOf(other) : [])].flatMap(
      (each) => accessesOf(each).map(({ buffer }) => buffer),
    ),
  );
  return (buffer) => {
    const { kind, values } = buffers[buffer]!;
    return kind === 'once' && values === undefined && !named.has(buffer) && !elsewhere.has(buffer);
  };
}

/** Without stores that nothing reads. */
function withoutUnread(
  step: readonly Instruction[],
  isTemporary: (buffer: BufferId) => boolean,
): Instruction[] {
  const read = new Set(
    step.flatMap((each) => {
      // A product may add to what a loop stored.
      const accumulated = each.kind === 'product' ? [each.c.buffer] : [];
      return [
        ...accumulated,
        ...accessesOf(each).flatMap(({ buffer, kind }) => (kind === 'read' ? [buffer] : [])),
      ];
    }),
  );
  return step.flatMap((each): Instruction[] => {
    if (each.kind !== 'loop') return [each];
    const stores = each.stores.filter(({ buffer }) => read.has(buffer) || !isTemporary(buffer));
    return stores.length === 0 ? [] : [{ ...each, stores }];
  });
}
