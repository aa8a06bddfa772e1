import type { BufferId, Instruction, Loop, Noise, Phase, Product, View } from '@unsaturate/scan';
import { reducedAxes } from '../wgsl/nest.ts';
import { identities } from '../wgsl/store.ts';
import type { KernelLoop } from '../wgsl/values.ts';
import { accessesOf, instructionsOf } from './accesses.ts';

/** What a kernel is made from. */
export type KernelInstruction = Exclude<Instruction, Loop | Product> | KernelLoop | KernelProduct;

/** A product as a kernel computes it. */
export interface KernelProduct extends Product {
  /** A loop over its elements, which is computed with them. */
  readonly epilogue?: KernelLoop;
}

/**
 * Instructions of a part of a phase, loops with what they draw and begin anew: noise that only loops read is drawn by
 * them, and a place that is set to what a reduction begins with need not be set.
 */
export function kernelInstructions(part: readonly Instruction[], phase: Phase): KernelInstruction[] {
  const drawn = drawnByLoops(phase);
  const left = part.filter((each) => each.kind !== 'noise' || !drawn.has(each.to.buffer));
  const needless = new Set<Instruction>();
  const fresh = new Map<Loop, Set<number>>();
  left.forEach((each, i) => {
    const found = each.kind === 'loop' ? freshStore(each, left.slice(i + 1)) : undefined;
    if (found === undefined) return;
    needless.add(each);
    fresh.set(found.loop, (fresh.get(found.loop) ?? new Set()).add(found.store));
  });
  return left.flatMap((each): KernelInstruction[] => {
    if (needless.has(each)) return [];
    return [each.kind === 'loop' ? { ...each, drawn, fresh: fresh.get(each) ?? new Set() } : each];
  });
}

/** Sites by buffer, of the noise that no other instruction reads than loops. */
function drawnByLoops(phase: Phase): Map<BufferId, number> {
  const all = instructionsOf(phase);
  const isRead = ({ to }: Noise, by: (each: Instruction) => boolean): boolean =>
    all.some(
      (each) =>
        each.kind !== 'noise' && by(each) && accessesOf(each).some(({ buffer }) => buffer === to.buffer),
    );
  return new Map(
    phase.step.flatMap((each): [BufferId, number][] => {
      if (each.kind !== 'noise' || each.to.offset !== 0) return [];
      const isDrawn = !isRead(each, (other) => other.kind !== 'loop');
      return isDrawn ? [[each.to.buffer, each.site]] : [];
    }),
  );
}

/** The store of a later loop that goes on with what a loop sets, and that is all: a reduction of it. */
function freshStore(setter: Loop, later: readonly Instruction[]): { loop: Loop; store: number } | undefined {
  const [place, ...others] = setter.stores;
  const [value, ...rest] = setter.values;
  if (place?.combine !== 'set' || others.length > 0 || value?.op !== 'fill' || rest.length > 0)
    return undefined;
  const loop = later.find((each) => accessesOf(each).some(({ buffer }) => buffer === place.buffer));
  if (loop?.kind !== 'loop' || loop.loads.some(({ buffer }) => buffer === place.buffer)) return undefined;
  const touching = [...loop.stores.keys()].filter((i) => loop.stores[i]!.buffer === place.buffer);
  const store = loop.stores[touching[0]!]!;
  if (touching.length > 1 || store.combine === 'set' || identities[store.combine] !== value.value)
    return undefined;
  const reduced = reducedAxes(loop, store);
  const same =
    reduced.length > 0 &&
    !loop.timesSteps &&
    !setter.timesSteps &&
    place.offset === store.offset &&
    place.block === store.block &&
    axesOf(setter.dims, place).join() ===
      axesOf(
        loop.dims.filter((_, axis) => !reduced.includes(axis)),
        { ...store, strides: store.strides.filter((_, axis) => !reduced.includes(axis)) },
      ).join();
  return same ? { loop, store: touching[0]! } : undefined;
}

/** Sizes and strides of the axes that are not of size 1. */
function axesOf(dims: readonly number[], { strides }: View): string[] {
  return dims.flatMap((size, axis) => (size === 1 ? [] : [`${size} by ${strides[axis]}`]));
}
