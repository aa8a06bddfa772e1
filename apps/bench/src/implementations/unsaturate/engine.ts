import type { ScanOptions } from '@unsaturate/scan';

/** How `scan` runs: never 'auto', so that one way is not reported under the name of the other. */
export type Engine = Exclude<NonNullable<ScanOptions['engine']>, 'auto'>;
