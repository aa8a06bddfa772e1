import type { Loop, Store } from '@unsaturate/scan';
import type { Call } from '../threads/crew.ts';
import { shares } from '../threads/share.ts';
import type { Engine } from './engine.ts';
import type { Layout } from './layout.ts';

/** In so many parts, at most, a sum over rounds is cut: whatever the number of threads, so that this does not change it. */
const mostParts = 8;

/** How many threads a number of operations is worth. */
export function threadsFor(operations: number, { crew, worthSharing }: Engine): number {
  return operations < worthSharing ? 1 : crew.threads;
}

/** A loop that was laid out: runs it in an iteration. */
export type BoundLoop = (iteration: number) => void;

/** A store in which all rounds of the outermost dimension meet. */
interface Meeting {
  /** Its place among the loop's views. */
  readonly view: number;
  /** Values from the first to the last. */
  readonly length: number;
}

/**
 * Bytes that a loop's sums take while they are computed in parts.
 */
export function sumBytes(loop: Loop, steps: number, engine: Engine): number {
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
  loop: Loop,
  layout: Layout,
  engine: Engine,
  compiled: number,
  sums: number,
): BoundLoop {
  const { crew, sweeps } = engine;
  const views = [...loop.loads, ...loop.stores].map((view) => ({
    ...layout.place(view),
    row: 4 * (view.strides[0] ?? 0),
  }));
  const rounds = roundsOf(loop, layout.steps);
  const call = (iteration: number, start: number, length: number): number[] => [
    compiled,
    ...views.map(({ at, stride, row }) => at + iteration * stride + start * row),
    length,
  ];
  const meetings = meetingsOf(loop, layout.steps, engine);
  if (meetings === undefined) return (iteration) => crew.run([[call(iteration, 0, rounds)]]);
  if (meetings.length === 0) {
    const threads = shares(rounds, threadsFor(operationsOf(loop, layout.steps), engine), 1);
    return (iteration) => crew.run(threads.map(({ start, length }) => [call(iteration, start, length)]));
  }

  const parts = shares(rounds, partsOfSums(loop, layout.steps, engine), 1);
  const threads = shares(parts.length, crew.threads, 1);
  let next = sums;
  const partial = meetings.map(({ view, length }) => {
    const at = next;
    next += 4 * mostParts * padded(length);
    return { view, length, of: (part: number) => at + 4 * part * padded(length) };
  });
  const partOf = (iteration: number, part: number): Call[] => {
    const { start, length } = parts[part]!;
    const args = call(iteration, start, length);
    for (const { view, of } of partial) args[1 + view] = of(part);
    return [...partial.map((each) => sweeps.fill(each.of(part), each.length, 0)), args];
  };
  return (iteration) => {
    crew.run(
      threads.map(({ start, length }) =>
        Array.from({ length }, (_, i) => partOf(iteration, start + i)).flat(),
      ),
    );
    crew.run([
      partial.flatMap(({ view, length, of }) => {
        const { at, stride } = views[view]!;
        return parts.map((_, part) => sweeps.addTo(at + iteration * stride, of(part), length));
      }),
    ]);
  };
}

/**
 * The stores in which rounds meet, if there is a way to compute the loop in parts: sums that are worth it.
 *
 * @returns undefined if all rounds must be computed one after the other.
 */
function meetingsOf(loop: Loop, steps: number, engine: Engine): Meeting[] | undefined {
  const meeting = loop.stores.flatMap((store, i) => ((store.strides[0] ?? 0) === 0 ? [{ store, i }] : []));
  if (meeting.length === 0) return [];
  const apart = partsOfSums(loop, steps, engine) > 1;
  if (!apart || meeting.some(({ store }) => store.combine !== 'sum')) return undefined;
  return meeting.map(({ store, i }) => ({ view: loop.loads.length + i, length: extentOf(store, loop) }));
}

/** Each part is worth more than what it takes to put the parts together; a power of two, which threads share evenly. */
function partsOfSums(loop: Loop, steps: number, { worthSharing }: Engine): number {
  const worth = operationsOf(loop, steps) / (4 * worthSharing);
  const most = Math.min(mostParts, worth, roundsOf(loop, steps) / 2);
  return most < 1 ? 1 : 2 ** Math.floor(Math.log2(most));
}

function extentOf({ strides }: Store, { dims }: Loop): number {
  return 1 + dims.reduce((sum, size, axis) => sum + (axis === 0 ? 0 : (size - 1) * strides[axis]!), 0);
}

/** Apart from each other, so that threads do not write to one line of a cache. */
function padded(length: number): number {
  return 16 * Math.ceil(length / 16);
}

function roundsOf({ dims, timesSteps }: Loop, steps: number): number {
  return (dims[0] ?? 1) * (timesSteps ? steps : 1);
}

function operationsOf(loop: Loop, steps: number): number {
  const inner = loop.dims.slice(1).reduce((a, b) => a * b, 1);
  return roundsOf(loop, steps) * inner * loop.values.length;
}
