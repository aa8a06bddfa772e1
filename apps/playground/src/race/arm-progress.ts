import type { ArmEvent, MemoryEvent } from './arm-run.ts';

/** All that an arm has told. */
export interface ArmProgress {
  readonly update: number;
  /** Updates in all; 0 before the first. */
  readonly total: number;
  readonly noiseScale: number | undefined;
  readonly loss: readonly Point[];
  readonly heldOut: readonly HeldOutPoint[];
  readonly memory: MemoryEvent | undefined;
}

type Point = readonly [update: number, value: number];
type HeldOutPoint = readonly [update: number, values: Readonly<Record<string, number>>];

/** Before it has told anything. */
export const noProgress: ArmProgress = {
  update: 0,
  total: 0,
  noiseScale: undefined,
  loss: [],
  heldOut: [],
  memory: undefined,
};

/** What is known after some more events. */
export function withEvents(progress: ArmProgress, events: readonly ArmEvent[]): ArmProgress {
  const loss = [...progress.loss];
  const heldOut = [...progress.heldOut];
  let { update, total, noiseScale, memory } = progress;
  for (const event of events) {
    if (event.type === 'memory') memory = event;
    if (event.type === 'held-out') heldOut.push([event.update, event.values]);
    if (event.type !== 'training') continue;
    ({ update, total, noiseScale } = event);
    loss.push([event.update, event.loss]);
  }
  return { update, total, noiseScale, loss, heldOut, memory };
}
