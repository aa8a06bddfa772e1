import { constant, inverseSqrt, linear, type Schedule } from '@unsaturate/schedulers';
import type { PositionSchedule, Progress } from '@unsaturate/train';
import type { RunConfig } from './run-config.ts';

/** For a run with the noise scale c that is planned for so many updates. */
type MakeSchedule = (c: number, plannedUpdates: number) => Schedule;

/** How many times c an annealed run begins with. */
const annealedFrom = 10;

const schedules = {
  constant: constant,
  // As in section 6.6 of the paper, but in a run that may be short: c is reached at its end.
  annealed: (c, plannedUpdates) =>
    inverseSqrt({
      initial: annealedFrom * c,
      floor: c,
      period: Math.max(1, Math.ceil(plannedUpdates / annealedFrom ** 2)),
    }),
  fading: (c, plannedUpdates) => linear({ initial: c, final: 0, steps: plannedUpdates }),
} satisfies Record<string, MakeSchedule>;

/**
 * How the noise scale changes over a run: 'constant' stays c; 'annealed' falls from 10 c as 1 / sqrt(t) and ends at c;
 * 'fading' falls evenly from c to 0.
 */
export type NoiseSchedule = keyof typeof schedules;

/** All of them. */
export const noiseSchedules = Object.keys(schedules) as NoiseSchedule[];

/** The noise scale of a run that is planned for so many updates. */
export function noiseScaleOf(
  { noiseScale, noiseSchedule }: RunConfig,
  plannedUpdates: number,
): PositionSchedule {
  const makeSchedule: MakeSchedule = schedules[noiseSchedule];
  const schedule = makeSchedule(noiseScale, plannedUpdates);
  return ({ update }) => schedule(update);
}

/** Where a run stands, as its checkpoints say. */
type Standing = Pick<Progress, 'update' | 'epoch' | 'batchesPerEpoch'>;

/** The noise scale where a run stands, with which its model is evaluated and writes. */
export function noiseScaleAt(run: RunConfig, progress: Standing): number {
  return noiseScaleOf(run, run.plannedEpochs * progress.batchesPerEpoch)(progress);
}
