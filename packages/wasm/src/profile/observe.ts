import type { Phase } from '@unsaturate/scan';

/** Where in a plan something runs. */
export interface Place {
  /** What the plan computes: `scan`, or the op it belongs to. */
  readonly plan: string;
  readonly direction: 'forward' | 'backward';
  /** The part of the direction; `all` for a run of it as a whole. */
  readonly phase: keyof Phase | 'all';
}

/** What is done once when something runs. */
export interface Cost {
  readonly kind: 'product' | 'pack' | 'loop' | 'noise' | 'clear' | 'run';
  /** In words, with sizes. */
  readonly what: string;
  /** Operations of a product, a multiply-add as 2. */
  readonly flops: number;
  /** Bytes of everything that is read and written, each counted once. */
  readonly bytes: number;
}

/** Told, after something ran, what it was and how long it took. `key` is the same for the same thing at the same place. */
export type Observer = (key: string, ran: Place & Cost, ms: number) => void;

/** Those who want to know what plans do. */
export const observers: Set<Observer> = new Set();

/** A function that tells the observers of its runs; the function itself while there are none. */
export function observed<Args extends readonly unknown[]>(
  place: Place,
  cost: () => Cost,
  run: (...args: Args) => void,
): (...args: Args) => void {
  if (observers.size === 0) return run;
  const ran = { ...place, ...cost() };
  const key = Object.values(ran).join('\n');
  return (...args) => {
    const start = performance.now();
    run(...args);
    const ms = performance.now() - start;
    for (const tell of observers) tell(key, ran, ms);
  };
}
