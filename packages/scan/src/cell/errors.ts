import { UnsaturateError } from '@unsaturate/core';

/** A step called `sigmoid` and `tanh` more or fewer times than its cell has sites. */
export class CellSitesError extends UnsaturateError {
  constructor(cell: string, sites: readonly string[], called: number) {
    const count = called > sites.length ? `at least ${called}` : `${called}`;
    super(
      'CellSitesError',
      `scan: the cell "${cell}" has sites for ${sites.length} calls of sigmoid and tanh ` +
        `(${sites.join(', ') || 'none'}), but its step made ${count}. List one name per call in \`sites\`, in the ` +
        'order of the calls; use tf.sigmoid and tf.tanh where there should never be noise.',
    );
  }
}
