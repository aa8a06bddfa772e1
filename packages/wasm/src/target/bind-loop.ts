import type { Store, View } from '@unsaturate/scan';
import { type DrawingLoop, draws } from '../loops/index.ts';
import type { Call } from '../threads/crew.ts';
import { type Share, shares } from '../threads/share.ts';
import { affineWork } from './affine-work.ts';
import type { PlanNoise } from './bind-fills.ts';
import type { Engine } from './engine.ts';
import { jobsFor, type Work } from './jobs.ts';
import type { Layout } from './layout.ts';

/** In so many parts, at most, a sum over rounds is cut: whatever the number of threads, so that this does not change it. */
const mostParts = 8;

/** A loop that was laid out: runs it in an iteration. */
export type BoundLoop = (iteration: number, noise: PlanNoise | undefined) => void;

/** A store in which all rounds of the outermost dimension meet. */
interface Meeting {
  /** Its place among the loop's stores. */
  readonly store: number;
  /** Values from the first to the last. */
  readonly length: number;
}

/**
 * Bytes that a loop's sums take while they are computed in parts.
 */
export function sumBytes(loop: DrawingLoop, steps: number, engine: Engine): number {
  const meetings = meetingsOf(loop, steps, engine);
  return 4 * mostParts * (meetings ?? []).reduce((sum, { length }) => sum + padded(length), 0);
}

/**
 * Binds a loop, cut along its outermost dimension. Where several rounds of that go to one place, each part sums on its
 * own first.
 *
 * @param compiled - Number of the loop's function.
 * @param sums - Address of {@link sumBytes} bytes.
 */
export function bindLoop(
  loop: DrawingLoop,
  layout: Layout,
  engine: Engine,
  compiled: number,
  sums: number,
): BoundLoop {
  const { crew, sweeps } = engine;
  const placed = (view: View) => ({ ...layout.place(view), row: 4 * (view.strides[0] ?? 0) });
  // What is drawn is counted as if it were in a buffer from address 0 on.
  const drawn = draws(loop) ? [{ at: 0, stride: 0, row: 4 * innerSize(loop) }] : [];
  const stores = loop.stores.map(placed);
  const places = [...loop.loads.map(placed), ...drawn, ...stores];
  const firstStore = places.length - stores.length;
  const rounds = roundsOf(loop, layout.steps);
  const call = (iteration: number, { start, length }: Share, noise: PlanNoise | undefined): number[] => [
    compiled,
    ...places.map(({ at, stride, row }) => at + iteration * stride + start * row),
    length,
    ...(drawn.length > 0 ? [...noise!.key, noise!.base + iteration * noise!.sites] : []),
  ];
  // The noise of a run is not known yet.
  const bound = (...works: ((iteration: number, noise: PlanNoise | undefined) => Work)[]): BoundLoop => {
    const each =
      drawn.length > 0 ? works : works.map((work) => affineWork((iteration) => work(iteration, undefined)));
    return (iteration, noise) => {
      for (const work of each) crew.run(work(iteration, noise));
    };
  };
  const meetings = meetingsOf(loop, layout.steps, engine);
  if (meetings === undefined) {
    return bound((iteration, noise) => [[call(iteration, { start: 0, length: rounds }, noise)]]);
  }
  if (meetings.length === 0) {
    const jobs = shares(rounds, jobsFor(operationsOf(loop, layout.steps), engine), 1);
    return bound((iteration, noise) => jobs.map((share) => [call(iteration, share, noise)]));
  }

  const parts = shares(rounds, partsOfSums(loop, layout.steps, engine), 1);
  let next = sums;
  const partial = meetings.map(({ store, length }) => {
    const at = next;
    next += 4 * mostParts * padded(length);
    return { store, length, of: (part: number) => at + 4 * part * padded(length) };
  });
  const partOf = (iteration: number, part: number, noise: PlanNoise | undefined): Call[] => {
    const args = call(iteration, parts[part]!, noise);
    for (const { store, of } of partial) args[1 + firstStore + store] = of(part);
    return [...partial.map((each) => sweeps.fill(each.of(part), each.length, 0)), args];
  };
  return bound(
    (iteration, noise) => parts.map((_, part) => partOf(iteration, part, noise)),
    (iteration) => [
      partial.flatMap(({ store, length, of }) => {
        const { at, stride } = stores[store]!;
        return parts.map((_, part) => sweeps.addTo(at + iteration * stride, of(part), length));
      }),
    ],
  );
}

/**
 * The stores in which rounds meet, if there is a way to compute the loop in parts: sums that are worth it.
 *
 * @returns undefined if all rounds must be computed one after the other.
 */
function meetingsOf(loop: DrawingLoop, steps: number, engine: Engine): Meeting[] | undefined {
  const meeting = loop.stores.flatMap((store, i) => ((store.strides[0] ?? 0) === 0 ? [{ store, i }] : []));
  if (meeting.length === 0) return [];
  const apart = partsOfSums(loop, steps, engine) > 1;
  if (!apart || meeting.some(({ store }) => store.combine !== 'sum')) return undefined;
  return meeting.map(({ store, i }) => ({ store: i, length: extentOf(store, loop) }));
}

/** Each part is worth more than what it takes to put the parts together; a power of two, which threads share evenly. */
function partsOfSums(loop: DrawingLoop, steps: number, { worthSharing }: Engine): number {
  const worth = operationsOf(loop, steps) / (4 * worthSharing);
  const most = Math.min(mostParts, worth, roundsOf(loop, steps) / 2);
  return most < 1 ? 1 : 2 ** Math.floor(Math.log2(most));
}

function extentOf({ strides }: Store, { dims }: DrawingLoop): number {
  return 1 + dims.reduce((sum, size, axis) => sum + (axis === 0 ? 0 : (size - 1) * strides[axis]!), 0);
}

/** Apart from each other, so that threads do not write to one line of a cache. */
function padded(length: number): number {
  return 16 * Math.ceil(length / 16);
}

function roundsOf({ dims, timesSteps }: DrawingLoop, steps: number): number {
  return (dims[0] ?? 1) * (timesSteps ? steps : 1);
}

function operationsOf(loop: DrawingLoop, steps: number): number {
  return roundsOf(loop, steps) * innerSize(loop) * loop.values.length;
}

/** Elements of a round. */
function innerSize({ dims }: DrawingLoop): number {
  return dims.slice(1).reduce((a, b) => a * b, 1);
}
