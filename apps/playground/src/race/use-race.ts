import { useEffect, useRef, useState } from 'preact/hooks';
import { type ArmProgress, noProgress, withEvents } from './arm-progress.ts';
import type { ArmEvent, ArmRun } from './arm-run.ts';
import { type Race, startRace } from './race.ts';

/** Where a race stands. */
export interface Standing {
  readonly phase: 'ready' | 'running' | 'held' | 'finished' | 'failed';
  readonly arms: readonly ArmProgress[];
  /** Why it failed. */
  readonly problem?: string;
}

/** What can be done with a race. */
export interface RaceControl {
  start(runs: readonly ArmRun[]): void;
  hold(): void;
  go(): void;
  reset(): void;
}

const ready: Standing = { phase: 'ready', arms: [noProgress, noProgress] };

/** Keeps a race; what its arms tell is shown once a frame. */
export function useRace(): readonly [Standing, RaceControl] {
  const [standing, setStanding] = useState(ready);
  const race = useRef<Race>(undefined);
  const frame = useRef(0);
  const end = (): void => {
    race.current?.end();
    race.current = undefined;
    cancelAnimationFrame(frame.current);
  };
  useEffect(() => end, []);

  const start = (runs: readonly ArmRun[]): void => {
    end();
    setStanding({ ...ready, phase: 'running' });
    let waiting: ArmEvent[][] = runs.map(() => []);
    const finished = new Set<number>();
    const show = (): void => {
      const events = waiting;
      waiting = runs.map(() => []);
      setStanding((before) => ({
        ...before,
        ...(finished.size === runs.length && { phase: 'finished' as const }),
        arms: before.arms.map((arm, i) => withEvents(arm, events[i]!)),
      }));
    };
    const showSoon = (): void => {
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(show);
    };
    race.current = startRace(runs, {
      event(arm, event) {
        waiting[arm]!.push(event);
        showSoon();
      },
      finished(arm) {
        finished.add(arm);
        showSoon();
      },
      failed(_arm, problem) {
        end();
        setStanding((before) => ({ ...before, phase: 'failed', problem }));
      },
    });
  };
  return [
    standing,
    {
      start,
      hold() {
        race.current?.hold();
        setStanding((before) => ({ ...before, phase: 'held' }));
      },
      go() {
        race.current?.go();
        setStanding((before) => ({ ...before, phase: 'running' }));
      },
      reset() {
        end();
        setStanding(ready);
      },
    },
  ];
}
