/** A picture that a run leaves in its results file, as numbers. */
export type Picture = HeatMap;

/** A matrix of shares from 0 to 1, for example where a memory was read at each step. */
export interface HeatMap {
  readonly kind: 'heat-map';
  readonly title: string;
  /** Labels of the horizontal and the vertical axis. */
  readonly across: string;
  readonly down: string;
  /** One array for each row, all of one length; two decimals are enough. */
  readonly rows: readonly (readonly number[])[];
}
