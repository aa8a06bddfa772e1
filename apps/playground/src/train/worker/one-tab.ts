import { PageProblem } from './problems.ts';

/** Does something that only one open page may do at a time, because all of them keep the same run. */
export async function inOneTab<Result>(act: () => Promise<Result>): Promise<Result> {
  // Pages without encryption have no locks.
  const { locks } = navigator as { readonly locks?: LockManager };
  if (locks === undefined) return act();
  return locks.request('unsaturate-playground-run', { ifAvailable: true }, async (lock) => {
    if (lock !== null) return act();
    throw new PageProblem(
      'Another tab is training here. Pause it there or close that tab, then try again. Nothing was changed.',
    );
  });
}
