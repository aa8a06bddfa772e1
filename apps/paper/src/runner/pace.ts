import type { Standing } from './make-run.ts';

/** Guesses from its first updates how long a run takes. */
export interface Pace {
  /** Takes note of how far the run is, at a time in seconds. */
  note(standing: Standing, now: number): void;
  /** Seconds that are left; undefined until enough is known. */
  secondsLeft(): number | undefined;
  /** Seconds of the whole run at this pace; undefined until enough is known. */
  secondsInAll(): number | undefined;
}

/** Seconds that an estimate needs; the first update, which compiles, does not count. */
const leastSeconds = 2;

/** Starts a {@link Pace}. */
export function startPace(): Pace {
  let first: { readonly update: number; readonly time: number } | undefined;
  let last: { readonly standing: Standing; readonly time: number } | undefined;
  const perUpdate = (): number | undefined => {
    if (first === undefined || last === undefined || last.time - first.time < leastSeconds) return undefined;
    const updates = last.standing.update - first.update;
    return updates > 0 ? (last.time - first.time) / updates : undefined;
  };
  const secondsOf = (updates: (standing: Standing) => number): number | undefined => {
    const pace = perUpdate();
    return pace === undefined ? undefined : pace * updates(last!.standing);
  };
  return {
    note(standing, now) {
      first ??= { update: standing.update, time: now };
      last = { standing, time: now };
    },
    secondsLeft: () => secondsOf(({ update, total }) => total - update),
    secondsInAll: () => secondsOf(({ total }) => total),
  };
}
