import type { Instruction, Loop, Noise, Plan, View } from '@unsaturate/scan';
import { drawnAtOnce, type DrawingInstruction, type DrawingLoop, type DrawingPlan } from '../loops/index.ts';
import { buffersOf } from './buffers-of.ts';

/**
 * The same plan, where noise is drawn in the loop that reads it instead of into a buffer: if one loop of the same steps
 * reads it, and nothing else, element by element in its order, in rows that are whole vectors and as long as what
 * {@link drawnAtOnce} says at least.
 */
export function drawInLoops(plan: Plan): DrawingPlan {
  const uses = new Map<number, Instruction[]>();
  for (const { before, step, after, forInput } of [plan.forward, plan.backward ?? []] as Plan['forward'][]) {
    for (const each of [before, step, after, forInput].flatMap((part) => part ?? [])) {
      for (const buffer of new Set(buffersOf(each))) uses.set(buffer, [...(uses.get(buffer) ?? []), each]);
    }
  }
  const phase = (given: Plan['forward']): DrawingPlan['forward'] => {
    const readers = given.step.flatMap((each) => {
      if (each.kind !== 'noise') return [];
      const users = uses.get(each.to.buffer)!;
      const reader = given.step.find((other) => other !== each && users.includes(other));
      const alone = users.length === 2 && reader?.kind === 'loop';
      return alone && readsInOrder(reader, each) ? [{ noise: each, reader }] : [];
    });
    const drawn = new Set<Instruction>(readers.map(({ noise }) => noise));
    const step = given.step
      .filter((each) => !drawn.has(each))
      .map((each): DrawingInstruction => {
        const inside = readers.flatMap(({ noise, reader }) => (reader === each ? [noise] : []));
        return each.kind === 'loop' && inside.length > 0 ? drawing(each, inside) : each;
      });
    return { ...given, step };
  };
  return { ...plan, forward: phase(plan.forward), backward: plan.backward && phase(plan.backward) };
}

/** Whether a loop reads noise once, and element e of it where it computes element e. */
function readsInOrder({ dims, timesSteps, loads, stores }: Loop, { to, size }: Noise): boolean {
  const ofNoise = ({ buffer }: View): boolean => buffer === to.buffer;
  const [view, ...others] = loads.filter(ofNoise);
  const whole = dims.reduce((product, each) => product * each, 1) === size;
  if (view === undefined || others.length > 0 || stores.some(ofNoise) || !whole || timesSteps) return false;
  const row = dims.at(-1)!;
  if (dims.length < 2 || row % 4 !== 0 || row < drawnAtOnce || view.offset !== to.offset) return false;
  const inOrder = (axis: number): number => dims.slice(axis + 1).reduce((product, each) => product * each, 1);
  return dims.every((each, axis) => each === 1 || view.strides[axis] === inOrder(axis));
}

/** A loop that draws what it loaded. */
function drawing(loop: Loop, noise: readonly Noise[]): DrawingLoop {
  const siteOf = new Map(noise.map(({ to, site }) => [to.buffer, site]));
  const loads = loop.loads.filter(({ buffer }) => !siteOf.has(buffer));
  const values = loop.values.map((value) => {
    if (value.op !== 'load') return value;
    const view = loop.loads[value.load]!;
    const site = siteOf.get(view.buffer);
    if (site !== undefined) return { op: 'normal', site } as const;
    return { op: 'load', load: loads.indexOf(view) } as const;
  });
  return { ...loop, loads, values };
}
